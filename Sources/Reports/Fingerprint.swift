import Policy

/// What makes two findings the same one although lines moved: the rule, the object, the container
/// and the way to the place, in which positions of lists do not count, and the file.
///
/// It is found from a finding as well as from what a report says of one, which has no nodes: what
/// is a list is known by the names of the fields that are none.
struct Fingerprint: Hashable {
  let file: String
  let rule: String
  let object: ObjectReference
  let container: String?
  /// Positions of lists are `*`: an element before it must not make a finding a new one.
  let path: String

  init(_ finding: Finding, in file: String) {
    self.init(
      file: file, rule: finding.rule, object: finding.object, container: finding.container,
      pointer: finding.pointer.description)
  }

  init(
    file: String, rule: String, object: ObjectReference, container: String?, pointer: String
  ) {
    self.file = FileURI.plain(file)
    self.rule = rule
    self.object = object
    self.container = container
    var before: Substring = ""
    path = pointer.split(separator: "/", omittingEmptySubsequences: false).map { token in
      defer { before = token }
      return Self.isPosition(token) && !Self.maps.contains(before) ? "*" : token
    }.joined(separator: "/")
  }

  /// Fields of the API whose keys are the author's, who may well use digits: `data: {"8080": x}`.
  private static let maps: Set<Substring> = [
    "data", "binaryData", "stringData", "labels", "annotations", "matchLabels", "nodeSelector",
    "selector", "limits", "requests", "hard", "parameters",
  ]

  private static func isPosition(_ token: Substring) -> Bool {
    !token.isEmpty && token.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// The same in each run and on each machine: FNV-1a of its parts, as 16 hexadecimal digits.
  var digest: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let parts = [
      file, rule, object.apiVersion, object.kind, object.namespace ?? "", object.name,
      container ?? "", path,
    ]
    for part in parts {
      for byte in part.utf8 { add(byte) }
      add(0)
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}

/// Gives each finding of a run an identity of its own, also where several have one fingerprint.
struct FingerprintCounter {
  private var seen: [Fingerprint: Int] = [:]

  /// The digest, and which of those with the same one it is, from 1.
  mutating func next(_ finding: Finding, in file: String) -> (digest: String, number: Int) {
    next(Fingerprint(finding, in: file))
  }

  mutating func next(_ fingerprint: Fingerprint) -> (digest: String, number: Int) {
    let number = seen[fingerprint, default: 0] + 1
    seen[fingerprint] = number
    return (fingerprint.digest, number)
  }
}
