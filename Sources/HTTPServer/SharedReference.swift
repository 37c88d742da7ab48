import Synchronization

/// A reference that is replaced while threads use it.
///
/// Each reader keeps a ``Copy``. Looking whether it is still the newest is one atomic load; the
/// lock is taken only after a replacement, once for each reader.
package final class SharedReference<Value: AnyObject & Sendable>: Sendable {
  private let value: Mutex<Value>
  private let generationCounter = Atomic<UInt64>(0)

  package init(_ value: Value) {
    self.value = Mutex(value)
  }

  /// How often the value was replaced.
  package var generation: UInt64 { generationCounter.load(ordering: .acquiring) }

  /// Puts a new value in place. Whoever uses the old one keeps it.
  package func replace(_ new: Value) {
    value.withLock { $0 = new }
    generationCounter.add(1, ordering: .releasing)
  }

  /// The newest value, for who asks seldom.
  package func current() -> Value { value.withLock { $0 } }

  /// One reader's copy.
  package struct Copy {
    private let source: SharedReference
    private var seen: UInt64
    private var value: Value

    package init(of source: SharedReference) {
      self.source = source
      seen = source.generation
      value = source.current()
    }

    /// The newest value.
    package mutating func current() -> Value {
      let generation = source.generation
      if generation != seen {
        value = source.current()
        seen = generation
      }
      return value
    }
  }
}
