import Glibc
import Synchronization

/// Threads that work until they are done.
package final class ThreadList: Sendable {
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  private let threads = Mutex<[pthread_t]>([])
  private let started = Atomic<Bool>(false)

  package init() {}

  /// Whether threads were started.
  package var isStarted: Bool { started.load(ordering: .acquiring) }

  /// Starts a thread for each piece of work, without signals: those belong to the main thread, and
  /// OpenSSL writes to sockets in a way that raises SIGPIPE.
  /// - Returns: 0, or the system's error number; threads that did start run then.
  package func start(_ work: [@Sendable () -> Void]) -> Int32 {
    started.store(true, ordering: .releasing)
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
    for body in work {
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
      guard code == 0 else {
        unsafe Unmanaged<Work>.fromOpaque(argument).release()
        return code
      }
      threads.withLock { $0.append(thread) }
    }
    return 0
  }

  /// Waits for all threads.
  package func join() {
    let waiting = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for thread in waiting { pthread_join(thread, nil) }
  }
}
