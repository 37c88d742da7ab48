import Documents
import Glibc
import Kubernetes

/// The labels of the Namespace objects in the inputs, by name: the rules of the Pod Security
/// Standards go by them, and a Namespace may stand after what is in it, or in another file.
struct NamespaceIndex: Sendable {
  /// Of each name the labels that count.
  private(set) var labels: [String: Node] = [:]

  /// Of all inputs; what an input says of a namespace itself counts there more than what others
  /// say. Where two inputs differ about one, as overlays of one application do, neither counts for
  /// the others.
  static func merged(_ parts: [NamespaceIndex]) -> NamespaceIndex {
    var merged = NamespaceIndex()
    var disputed: Set<String> = []
    for part in parts {
      for (name, labels) in part.labels {
        if let other = merged.labels[name], Value(other) != Value(labels) { disputed.insert(name) }
        merged.labels[name] = labels
      }
    }
    for name in disputed { merged.labels[name] = nil }
    return merged
  }

  /// With what an input says itself.
  func overridden(by own: NamespaceIndex) -> NamespaceIndex {
    if own.labels.isEmpty { return self }
    var both = self
    for (name, labels) in own.labels { both.labels[name] = labels }
    return both
  }

  private init() {}

  static let empty = NamespaceIndex()

  /// What one source says. It is parsed only where it names a Namespace; where its syntax is wrong,
  /// what stands before that counts.
  init(of source: Source, format: InputFormat, limits: DocumentLimits) {
    guard Self.mentionsNamespace(source.bytes) else { return }
    do {
      var reader = try DocumentReader(source, format: format, limits: limits)
      while let document = try reader.next() { add(KubernetesObject.objects(of: document.root)) }
    } catch {
      return  // Whoever processes the documents reports it.
    }
  }

  /// What a file says. Nothing where it cannot be read, which is reported where it is processed, or
  /// where it is no ordinary file and so can be read once only.
  init(of input: Input, limits: DocumentLimits) {
    guard let path = input.path,
      (try? FileStatus.of(path, followingLinks: input.mayBeLink))?.kind == .file,
      let bytes = try? InputReader(limits: limits).read(input)
    else {
      self.init()
      return
    }
    self.init(of: Source(bytes.bytes), format: InputFormat(path: path), limits: limits)
  }

  /// What objects say.
  init(of objects: some Sequence<KubernetesObject>) {
    add(objects)
  }

  private mutating func add(_ objects: some Sequence<KubernetesObject>) {
    for object in objects where object.isNamespace {
      guard let name = object.name, let found = object.labels, found.isMapping else { continue }
      // A copy: the document with all its text need not stay.
      labels[name] = Document(Value(found)).root
    }
  }

  /// Whether the kind's name stands somewhere, as a word of its own: nearly no other text has it.
  /// Nine bytes are looked at in one go where they cannot be part of it.
  static func mentionsNamespace(_ bytes: [UInt8]) -> Bool {
    let word = Array("Namespace".utf8)
    let span = bytes.span
    var end = word.count - 1
    while end < span.count {
      let last = span[end]
      guard last == word[word.count - 1] else {
        end += skip(last, word)
        continue
      }
      let start = end - word.count + 1
      var matches = true
      for index in 0..<word.count where span[start + index] != word[index] {
        matches = false
        break
      }
      let next = end + 1 < span.count ? span[end + 1] : 0x20
      if matches, !(next >= 0x61 && next <= 0x7A) { return true }
      // Its last letter stands in the word before, five bytes back.
      end += skip(last, word)
    }
    return false
  }

  /// How far the word can be moved so that this byte meets its own letter.
  @inline(__always)
  private static func skip(_ byte: UInt8, _ word: [UInt8]) -> Int {
    switch byte {
    case UInt8(ascii: "N"): 8
    case UInt8(ascii: "a"): 2
    case UInt8(ascii: "m"): 6
    case UInt8(ascii: "e"): 5
    case UInt8(ascii: "s"): 4
    case UInt8(ascii: "p"): 3
    case UInt8(ascii: "c"): 1
    default: 9
    }
  }
}
