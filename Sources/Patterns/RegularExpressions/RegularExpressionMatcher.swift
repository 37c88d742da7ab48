/// Runs a program over a text: all its threads at once, character by character, as Thompson and
/// Pike do. A thread is an instruction; of two at the same one the preferred one stays, so there
/// are never more than the program has instructions.
struct RegularExpressionMatcher {
  private let instructions: [RegularExpressionProgram.Instruction]
  private let sets: [ScalarSet]
  /// Places in the text that a thread notes: none, or two for each group and the whole.
  private let slots: Int

  /// Whether only matches of the whole text count.
  var isWhole = false
  var preference = RegularExpression.Preference.first
  /// What the match noted, -1 where nothing.
  private(set) var found: [Int32] = []
  /// Instructions looked at, which is what the time grows with.
  private(set) var steps = 0

  private var current: Threads
  private var next: Threads
  /// What is left to follow of a thread that splits.
  private var pending: [Pending] = []
  private var scratch: [Int32]

  private enum Pending {
    case follow(Int32)
    /// Puts back what a slot was before the side that has been followed.
    case restore(slot: Int, Int32)
  }

  /// Threads in the order of preference, and which instructions have one.
  private struct Threads {
    var order: [Int32] = []
    /// The generation in which an instruction was last reached.
    var marks: [UInt32]
    var generation: UInt32 = 1
    var noted: [Int32] = []

    mutating func clear() {
      order.removeAll(keepingCapacity: true)
      noted.removeAll(keepingCapacity: true)
      generation += 1
    }
  }

  init(_ program: RegularExpressionProgram, slots: Int) {
    self.instructions = program.instructions
    self.sets = program.sets
    self.slots = slots
    let marks = [UInt32](repeating: 0, count: program.instructions.count)
    self.current = Threads(marks: marks)
    self.next = Threads(marks: marks)
    self.scratch = [Int32](repeating: -1, count: slots)
  }

  /// A place in the text with the characters beside it; -1 where there is none.
  private struct Place {
    var offset: Int
    var before: Int32
    var after: Int32
    var length: Int
  }

  /// Whether there is a match; with slots, ``found`` then says where.
  mutating func run(_ text: Span<UInt8>, from start: Int = 0, stopsAtFirst: Bool) -> Bool {
    var place = Place(offset: start, before: Self.scalar(text, before: start), after: -1, length: 0)
    (place.after, place.length) = Self.scalar(text, at: start)
    var isFound = false
    seed(place)
    while true {
      swap(&current, &next)
      next.clear()
      if current.order.isEmpty, isFound || isWhole { return isFound }
      var after = place
      after.offset += place.length
      after.before = place.after
      (after.after, after.length) = Self.scalar(text, at: after.offset)
      if step(place, after, end: text.count) {
        isFound = true
        if stopsAtFirst { return true }
      }
      guard place.length > 0 else { return isFound }
      place = after
      // A later start is less preferred than every thread that is under way.
      if !isFound { seed(place) }
    }
  }

  /// Begins a match at a place.
  private mutating func seed(_ place: Place) {
    guard !isWhole || place.offset == 0 else { return }
    for slot in scratch.indices { scratch[slot] = -1 }
    if slots > 0 { scratch[0] = Int32(clamping: place.offset) }
    follow(0, place)
  }

  /// Moves each thread over the character at `place`. Whether one of them matched.
  private mutating func step(_ place: Place, _ after: Place, end: Int) -> Bool {
    var isMatched = false
    for index in current.order.indices {
      let thread = current.order[index]
      steps += 1
      let takes: Bool
      switch instructions[Int(thread)] {
      case .scalar(let scalar): takes = Int64(place.after) == Int64(scalar)
      case .set(let set):
        takes = place.after >= 0 && sets[Int(set)].contains(UInt32(place.after))
      case .match:
        guard !isWhole || place.offset == end, isBetter(index, place) else { continue }
        isMatched = true
        note(index, place)
        // What comes after is less preferred.
        if preference == .first { return true }
        continue
      default: continue
      }
      guard takes else { continue }
      for slot in 0..<slots { scratch[slot] = current.noted[index * slots + slot] }
      if preference == .longest, slots > 0, !found.isEmpty, found[0] < scratch[0] { continue }
      follow(thread + 1, after)
    }
    return isMatched
  }

  private func isBetter(_ index: Int, _ place: Place) -> Bool {
    guard preference == .longest, slots > 0, !found.isEmpty else { return true }
    let start = current.noted[index * slots]
    return start < found[0] || start == found[0] && Int32(clamping: place.offset) > found[1]
  }

  private mutating func note(_ index: Int, _ place: Place) {
    guard slots > 0 else { return }
    found = Array(current.noted[(index * slots)..<((index + 1) * slots)])
    found[1] = Int32(clamping: place.offset)
  }

  /// Adds the thread at an instruction to the next ones: everything that it reaches without a
  /// character, in the order of preference.
  private mutating func follow(_ start: Int32, _ place: Place) {
    pending.append(.follow(start))
    while let task = pending.popLast() {
      var thread: Int32
      switch task {
      case .follow(let target): thread = target
      case .restore(let slot, let value):
        scratch[slot] = value
        continue
      }
      while next.marks[Int(thread)] != next.generation {
        next.marks[Int(thread)] = next.generation
        steps += 1
        switch instructions[Int(thread)] {
        case .jump(let target):
          thread = target
          continue
        case .split(let first, let second):
          pending.append(.follow(second))
          thread = first
          continue
        case .save(let slot):
          if Int(slot) < slots {
            pending.append(.restore(slot: Int(slot), scratch[Int(slot)]))
            scratch[Int(slot)] = Int32(clamping: place.offset)
          }
          thread += 1
          continue
        case .assertion(let assertion):
          guard Self.holds(assertion, place) else { break }
          thread += 1
          continue
        case .scalar, .set, .match:
          next.order.append(thread)
          if slots > 0 { next.noted.append(contentsOf: scratch) }
        }
        break
      }
    }
  }

  private static func holds(_ assertion: SyntaxTree.Assertion, _ place: Place) -> Bool {
    let lineFeed: Int32 = 0x0A
    return switch assertion {
    case .textStart: place.before < 0
    case .textEnd: place.after < 0
    case .lineStart: place.before < 0 || place.before == lineFeed
    case .lineEnd: place.after < 0 || place.after == lineFeed
    case .wordBoundary: isWord(place.before) != isWord(place.after)
    case .noWordBoundary: isWord(place.before) == isWord(place.after)
    }
  }

  private static func isWord(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }

  /// The character at an offset and its bytes; -1 and none at the end.
  private static func scalar(_ text: Span<UInt8>, at offset: Int) -> (Int32, Int) {
    guard offset < text.count else { return (-1, 0) }
    let byte = text[offset]
    guard byte >= 0x80 else { return (Int32(byte), 1) }
    let (scalar, length) = UTF8Text.scalar(text, at: offset)
    return (Int32(bitPattern: scalar), length)
  }

  /// The character that ends before an offset; -1 at the start.
  private static func scalar(_ text: Span<UInt8>, before offset: Int) -> Int32 {
    guard offset > 0 else { return -1 }
    var start = offset - 1
    while start > 0, offset - start < 4, text[start] & 0xC0 == 0x80 { start -= 1 }
    let (scalar, length) = Self.scalar(text, at: start)
    return start + length == offset ? scalar : 0xFFFD
  }
}
