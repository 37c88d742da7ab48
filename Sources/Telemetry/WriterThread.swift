import Glibc

/// Starts a thread that is left to itself.
enum WriterThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// The thread takes no signals: SIGPIPE from a pipe without a reader must not end the process,
  /// and SIGTERM is for others.
  /// - Returns: 0, or the system's error number.
  static func start(_ body: @escaping @Sendable () -> Void) -> Int32 {
    var all = sigset_t()
    var previous = sigset_t()
    unsafe sigfillset(&all)
    // Faults must end the process where they happen.
    for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] {
      unsafe sigdelset(&all, fault)
    }
    // A new thread begins with the mask of the one that makes it.
    unsafe pthread_sigmask(SIG_BLOCK, &all, &previous)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
    let argument = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          // SAFETY: the reference that was retained above, taken over once.
          unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, argument)
    if code == 0 {
      pthread_detach(thread)
    } else {
      unsafe Unmanaged<Work>.fromOpaque(argument).release()
    }
    return code
  }
}
