/// What must hold for every file of the project; each check has a canary in `TidyTests`.
enum TidyChecks {
  /// Every target of `Sources` with its floor, and the system's modules that it may import.
  static let floors: [String: (floor: Int, system: Set<String>)] = [
    "CLinux": (0, []),
    "COpenSSL": (0, []),
    "Documents": (0, []),
    "Edits": (1, []),
    "Patterns": (1, []),
    "JSONSyntax": (2, []),
    "YAMLSyntax": (2, []),
    "Kubernetes": (2, []),
    "Schemas": (2, []),
    "Embedded": (3, []),
    "Policy": (4, []),
    "Admission": (5, []),
    "Manifests": (5, ["Glibc", "Synchronization"]),
    "Reports": (5, []),
    "ClusterClient": (5, ["Glibc"]),
    "CommandLine": (5, ["Glibc"]),
    "HTTPServer": (5, ["Glibc", "Synchronization"]),
    "Telemetry": (5, ["Glibc", "Synchronization"]),
    "kpatch": (6, ["Glibc", "Synchronization"]),
    "kpatch-webhook": (6, ["Glibc", "Synchronization"]),
  ]

  /// Modules of lower floors that a target must not see all the same.
  static let barred: [String: Set<String>] = [
    "Edits": system, "Patterns": system, "JSONSyntax": system, "YAMLSyntax": system,
    "Kubernetes": system, "Schemas": system, "Embedded": system,
    "Policy": system.union(["JSONSyntax", "YAMLSyntax"]),
    "Admission": system, "Reports": system, "CommandLine": system,
    // It could be lifted into another project.
    "HTTPServer": [
      "Documents", "Edits", "Patterns", "JSONSyntax", "YAMLSyntax", "Kubernetes", "Policy",
    ],
  ]

  /// Only server and client, the files' door and the executables talk to the system or to OpenSSL.
  private static let system: Set<String> = ["CLinux", "COpenSSL"]

  /// Longer functions that are better whole, with the reason.
  static let wholeFunctions: [String: String] = [
    "Sources/JSONSyntax/JSONScanner.swift": "one loop over the bytes is the whole of the parser"
  ]

  static let maximumLine = 100
  static let maximumFunction = 70
  static let maximumFile = 500

  /// A target imports only from floors below its own, and of the system only what is listed.
  static func imports(_ file: ProjectFile) -> [Complaint] {
    guard file.isSwift, let target = file.target else { return [] }
    guard let own = floors[target] else {
      return [Complaint(path: file.path, message: "the target \(target) has no floor")]
    }
    let words = "(package|public|internal|private|fileprivate)"
    let kinds = "(struct|class|enum|protocol|func|var|let|typealias)"
    let line =
      #"^\s*(@\w+(\([^)]*\))?\s+|\#(words)\s+)*import\s+(\#(kinds)\s+)?(?<module>\w+)"#
    guard let pattern = try? Regex(line) else { return [] }
    var complaints: [Complaint] = []
    for (index, line) in file.codeLines.enumerated() {
      guard let module = line.firstMatch(of: pattern)?["module"]?.substring.map(String.init)
      else { continue }
      if let other = floors[module] {
        if other.floor < own.floor, barred[target]?.contains(module) != true { continue }
      } else if own.system.contains(module) {
        continue
      }
      complaints.append(
        Complaint(path: file.path, line: index + 1, message: "\(target) must not import \(module)"))
    }
    return complaints
  }

  /// Literals in tests may be as long as what they show.
  static func lineLength(_ file: ProjectFile) -> [Complaint] {
    guard file.isSwift else { return [] }
    var complaints: [Complaint] = []
    for (index, line) in file.lines.enumerated() where line.count > maximumLine {
      if file.isIn("Tests"), file.codeLines[index] != line { continue }
      complaints.append(
        Complaint(path: file.path, line: index + 1, message: "\(line.count) columns"))
    }
    return complaints
  }

  static func fileLength(_ file: ProjectFile) -> [Complaint] {
    guard file.isSwift, file.lines.count > maximumFile + 1 else { return [] }
    return [Complaint(path: file.path, message: "\(file.lines.count - 1) lines")]
  }

  /// From the declaration to the closing brace, comments and all.
  static func functionLength(_ file: ProjectFile) -> [Complaint] {
    guard file.isSwift, wholeFunctions[file.path] == nil else { return [] }
    let lines = file.codeLines
    let pattern =
      /^(\s*)(?:@\w+(?:\([^)]*\))?\s+|\w+\s+)*(?:func\s|init[?!(<]|deinit\b|subscript[(<])/
    var complaints: [Complaint] = []
    for (index, line) in lines.enumerated() {
      guard let match = line.prefixMatch(of: pattern),
        let body = bodyStart(lines, from: index)
      else { continue }
      let closing = match.1 + "}"
      guard let end = lines[body...].firstIndex(where: { $0.prefix(closing.count) == closing })
      else { continue }
      let length = end - index + 1
      if length > maximumFunction {
        complaints.append(
          Complaint(path: file.path, line: index + 1, message: "a function of \(length) lines"))
      }
    }
    return complaints
  }

  /// The line after the one that opens a body of several lines; `nil` where there is none.
  private static func bodyStart(_ lines: [Substring], from start: Int) -> Int? {
    var depth = 0
    for index in start..<lines.count {
      let line = lines[index]
      for character in line {
        if character == "(" || character == "[" { depth += 1 }
        if character == ")" || character == "]" { depth -= 1 }
      }
      let trimmed = line.reversed().drop { $0 == " " }
      if trimmed.first == "{" { return index + 1 }
      guard depth == 0 else { continue }
      if line.contains("{") { return nil }
      let next = index + 1 < lines.count ? lines[index + 1].drop { $0 == " " } : ""
      let continues = ["{", "where ", "throws", "->", ")"].contains { next.hasPrefix($0) }
      if !continues { return nil }
    }
    return nil
  }

  /// Nothing that traps when input is not as expected.
  static func traps(_ file: ProjectFile) -> [Complaint] {
    guard file.isSwift, file.isIn("Sources") else { return [] }
    let patterns = [
      (/\btry!/, "try!"), (/\bas!/, "as!"), (/\bprecondition(?:Failure)?\(/, "precondition"),
      (/\bassert(?:ionFailure)?\(/, "assert"), (/[\w\)\]]!(?!=)/, "a force unwrap"),
    ]
    var complaints: [Complaint] = []
    for (index, line) in file.codeLines.enumerated() {
      for (pattern, name) in patterns where line.firstMatch(of: pattern) != nil {
        complaints.append(Complaint(path: file.path, line: index + 1, message: name))
        break
      }
    }
    return complaints
  }

  /// Words that say that something is not finished, and places that exist on one machine only. The
  /// words are put together here, so that this file has none.
  static func leftovers(_ file: ProjectFile) -> [Complaint] {
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK:"]
    let places = ["/ho" + "me/", "/Us" + "ers/", "/wo" + "rk/", "/ro" + "ot/"]
    var complaints: [Complaint] = []
    for (index, line) in file.lines.enumerated() {
      let mark = marks.first { word in
        line.firstRange(of: word).map { isWord(line, $0) } ?? false
      }
      // Where Argo CD documents its plugins to be, on every machine.
      let own = line.replacing("/ho" + "me/argocd/cmp-server/", with: "")
      let place = file.isIn("Tests/Fixtures") ? nil : places.first { own.contains($0) }
      for found in [mark, place].compactMap(\.self) {
        complaints.append(
          Complaint(path: file.path, line: index + 1, message: "a leftover: \(found)"))
      }
    }
    return complaints
  }

  private static func isWord(_ line: Substring, _ range: Range<Substring.Index>) -> Bool {
    let before =
      range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
    let after = range.upperBound == line.endIndex ? " " : line[range.upperBound]
    return !before.isLetter && !after.isLetter
  }

  /// Files and folders that a guide names in backticks are there. `names` are the paths of all
  /// files of the project.
  static func guideNames(_ file: ProjectFile, names: [String]) -> [Complaint] {
    guard file.path.hasSuffix("README.md") else { return [] }
    var complaints: [Complaint] = []
    for (index, line) in file.lines.enumerated() {
      for match in line.matches(of: /`([\w+.\/-]+)`/) {
        let name = String(match.1)
        let isFile = name.hasSuffix(".swift")
        let isPath = ["Sources/", "Tests/", "manifests/"].contains { name.hasPrefix($0) }
        let folder = name.hasSuffix("/") ? name : name + "/"
        let exists = names.contains {
          $0 == name || $0.hasSuffix("/" + name) || $0.contains(folder)
        }
        if (isFile || isPath) && !exists {
          complaints.append(
            Complaint(path: file.path, line: index + 1, message: "\(name) is not there"))
        }
      }
    }
    return complaints
  }

  /// A file of `Sources` that declares types for other targets is named after one of them, or after
  /// one and what it does with it: `JSONParser.swift`, `Node+Text.swift`.
  static func fileName(_ file: ProjectFile) -> [Complaint] {
    guard file.isSwift, file.isIn("Sources") else { return [] }
    let name = file.path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
    let kinds = "(struct|class|enum|protocol|actor|extension)"
    let head = #"^(package |public |final |indirect |private )*\#(kinds) (\w+\.)*(?<name>\w+)"#
    guard let pattern = try? Regex(head) else { return [] }
    let declarations = file.codeLines.compactMap { line in
      line.prefixMatch(of: pattern).map { (line, $0["name"]?.substring ?? "") }
    }
    let types = declarations.filter { $0.0.contains("package ") && !$0.0.contains("extension ") }
    if types.isEmpty || declarations.contains(where: { name.hasPrefix($0.1) }) { return [] }
    return [Complaint(path: file.path, message: "declares no \(name)")]
  }
}
