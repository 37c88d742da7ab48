import Glibc
import Synchronization

/// Does independent work on several threads, the calling one among them; results keep the order of
/// the work.
enum ParallelMap {
  /// More threads than this do not help: files are read from one disk.
  private static let maximumThreads = 8

  /// As many threads as there are processors to run them.
  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// - Parameter deliver: gets each result on the calling thread, in the order of the items, soon
  ///   after it and all before it are there.
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], threads: Int = processorCount,
    _ body: @escaping @Sendable (Item) -> Result, deliver: (Result) -> Void
  ) {
    let count = min(threads, items.count, maximumThreads)
    let work = Work(items: items, body: body)
    var handles: [pthread_t] = []
    for _ in 1..<max(count, 1) {
      var handle = pthread_t()
      // SAFETY: the thread takes over one reference to its work, and gives it back when it ends.
      let context = unsafe Unmanaged.passRetained(work as WorkerTask).toOpaque()
      let status = unsafe pthread_create(
        &handle, nil,
        { context in
          if let context = unsafe context {
            unsafe Unmanaged<WorkerTask>.fromOpaque(context).takeRetainedValue().run()
          }
          return nil
        }, context)
      if status == 0 {
        handles.append(handle)
      } else {
        // No thread, no harm: the others do its part.
        unsafe Unmanaged<WorkerTask>.fromOpaque(context).release()
      }
    }
    while work.step() { work.takeReady().forEach(deliver) }
    for handle in handles { pthread_join(handle, nil) }
    work.takeReady().forEach(deliver)
  }

  /// What a thread runs; a class without generics, since a pointer to it crosses C.
  private class WorkerTask: @unchecked Sendable {
    func run() {}
  }

  private final class Work<Item: Sendable, Result: Sendable>: WorkerTask, @unchecked Sendable {
    private let items: [Item]
    private let body: @Sendable (Item) -> Result
    private let next = Atomic<Int>(0)
    private let state: Mutex<(results: [Result?], delivered: Int)>

    init(items: [Item], body: @escaping @Sendable (Item) -> Result) {
      self.items = items
      self.body = body
      state = Mutex((Array(repeating: nil, count: items.count), 0))
    }

    /// Does one item; false where none is left.
    func step() -> Bool {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < items.count else { return false }
      let result = body(items[index])
      state.withLock { $0.results[index] = result }
      return true
    }

    /// Results that are next in order; each is given out once.
    func takeReady() -> [Result] {
      state.withLock { state in
        var ready: [Result] = []
        while state.delivered < state.results.count, let result = state.results[state.delivered] {
          ready.append(result)
          state.results[state.delivered] = nil
          state.delivered += 1
        }
        return ready
      }
    }

    override func run() {
      while step() {}
    }
  }
}
