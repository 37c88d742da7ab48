import Documents

/// Where secrets may stand in the source of a document, and on which lines, so that no report shows
/// them beside a finding about something else.
///
/// It asks no rule, since a policy may have none about secrets and a mistake may keep them from
/// seeing one: `kind: secret`, `valu: hunter2`. What counts is a document whose kind begins as
/// `Secret` does, what stands below `data` and its like, what has a name that says password or
/// token, all of a variable with such a name, arguments, annotations and scripts that speak of one,
/// and what findings that hide their source are about.
package struct SecretPlaces {
  /// Of values; in order and disjoint.
  private let values: [SourceRange]
  /// Lines on which one of them stands, or a part of a ConfigMap; likewise.
  private let lines: [SourceRange]

  /// - Parameter document: as it is written, before any edit.
  package init(in document: Document, _ evaluations: [Evaluation]) {
    var search = SecretSearch(document)
    search.addDocument()
    for evaluation in evaluations {
      for finding in evaluation.findings where finding.hidesSource { search.add(finding) }
      for excepted in evaluation.excepted where excepted.finding.hidesSource {
        search.add(excepted.finding)
      }
    }
    // Nearly always.
    if search.values.isEmpty, search.settings.isEmpty {
      values = []
      lines = []
      return
    }
    values = Self.merged(search.values)
    let text = document.bytes
    lines = Self.widened(Self.merged(values + search.settings), text.span)
  }

  /// Whether the line that has an offset is not to be shown.
  func hidesLine(at offset: UInt32) -> Bool {
    Self.touches(lines, SourceRange(at: offset))
  }

  /// Whether a range has a part of what may be secret.
  func touch(_ range: SourceRange) -> Bool { Self.touches(values, range) }

  // MARK: Ranges

  private static func merged(_ ranges: [SourceRange]) -> [SourceRange] {
    var merged: [SourceRange] = []
    for range in ranges.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let last = merged.last, range.start <= last.end {
        merged[merged.count - 1] = SourceRange(start: last.start, end: max(last.end, range.end))
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// The same ranges from the beginnings to the ends of their lines. A line that ends at a `\r`
  /// alone goes on here, which hides more and never less.
  private static func widened(_ ranges: [SourceRange], _ bytes: Span<UInt8>) -> [SourceRange] {
    var widened: [SourceRange] = []
    for range in ranges {
      let known = Int(widened.last?.end ?? 0)
      var start = Int(range.start)
      var end = max(known, Int(range.end))
      // On a line that is known to be hidden nothing is looked for again.
      while start > known, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
      if start > known || widened.isEmpty || end > known {
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      }
      if start <= known, let last = widened.popLast() { start = Int(last.start) }
      widened.append(
        SourceRange(
          start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
    }
    return widened
  }

  /// Whether one of some ranges has a byte of another one, or begins or ends where it does.
  private static func touches(_ ranges: [SourceRange], _ range: SourceRange) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].end < range.start { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].start <= range.end
  }
}

/// Goes through a document once and gathers what may be secret.
private struct SecretSearch {
  private let document: Document
  /// What aliases stand for, by their rows; made when the first one is met.
  private var targets: [UInt32: UInt32]?
  /// The row behind the last list of variables.
  private var variablesEnd: UInt32 = 0
  /// The row behind the last of the variables: below it are names of Secrets, and no variables.
  private var variableEnd: UInt32 = 0
  /// The row behind the last annotations.
  private var annotationsEnd: UInt32 = 0
  private(set) var settings: [SourceRange] = []
  private(set) var values: [SourceRange] = []

  init(_ document: Document) {
    self.document = document
  }

  mutating func addDocument() {
    for row in document.records.indices where document.records[row].isContainer {
      let node = Node(document: document, index: UInt32(truncatingIfNeeded: row))
      if node.isMapping { addMapping(node) } else { addWords(node) }
    }
    for remark in document.remarks where remark.kind == .duplicateKey {
      // The value of the first one is no part of the table.
      let key = document.source.text(of: remark.related).utf8.filter { !Self.isQuote($0) }
      if Key(key.span) != .other { values += [remark.related, remark.range] }
    }
  }

  mutating func add(_ finding: Finding) {
    add(finding.node)
    values.append(finding.range)
  }

  /// A node as it is written, and what it stands for where that is elsewhere.
  mutating func add(_ node: Node) {
    guard node.document === document else {
      values.append(node.range)
      return
    }
    values.append(node.range)
    guard node.record.has(.aliasRoot) else { return }
    if targets == nil {
      let aliases = document.decorations.lazy.filter { $0.kind == .alias }
      targets = Dictionary(aliases.map { ($0.row, $0.target) }) { first, _ in first }
    }
    if let target = targets?[node.index] {
      values.append(Node(document: document, index: target).range)
    }
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  // MARK: Mappings

  private enum Key {
    case kind, name, value, data, variables, annotations
    /// It says of its value that it is a secret.
    case secret
    case other

    /// - Parameter isAsked: Whether it matters what its name says of the value.
    init(_ text: Span<UInt8>, isAsked: Bool = true) {
      switch text.count {
      case 4 where text.saysInAnyCase("kind"): self = .kind
      case 4 where text.saysInAnyCase("name"): self = .name
      case 11 where text.saysInAnyCase("annotations"): self = .annotations
      case 3... where text.extracting(0..<3).saysInAnyCase("env"): self = .variables
      default:
        switch GuardedKey(letters: text) {
        case .data, .stringData, .binaryData: self = .data
        case .value: self = .value
        case nil: self = isAsked && SecretName.isSecret(text) ? .secret : .other
        }
      }
    }
  }

  /// What kind an object seems to be of.
  private enum Kind {
    case secret, settings, other

    init(_ text: Span<UInt8>) {
      if text.count >= 6, text.extracting(0..<6).saysInAnyCase("secret") {
        self = .secret
      } else if text.count >= 9, text.extracting(0..<9).saysInAnyCase("configmap") {
        self = .settings
      } else {
        self = .other
      }
    }
  }

  private mutating func addMapping(_ mapping: Node) {
    var kind = Kind.other
    // To refer to a Secret is no secret: what does so has nothing but names.
    var isObject = mapping.index == 0
    var data: [Node] = []
    var secrets: [Node] = []
    var variables: UInt32?
    var isNamedSecret = false
    let isVariable = mapping.index < variablesEnd && mapping.index >= variableEnd
    if isVariable { variableEnd = document.next(after: mapping.index) }
    let isAnnotations = mapping.index < annotationsEnd
    var annotations: UInt32?
    mapping.forEachEntry { text, value in
      if value.isMapping { isObject = true }
      switch Key(text, isAsked: value.maySaySecret) {
      case .kind where value.isString: kind = value.withText { Kind($0) }
      case .data where !value.isSequence: data.append(value)
      case .variables where value.isContainer: variables = value.document.next(after: value.index)
      case .annotations where value.isMapping:
        annotations = value.document.next(after: value.index)
      case .secret where value.maySaySecret: secrets.append(value)
      case let key:
        // With a mistake in `name`, whatever says so is the name of a variable.
        if key == .name || isVariable, value.maySaySecret,
          value.withText({ SecretName.isSecret($0) })
        {
          isNamedSecret = true
        }
        if isVariable || isAnnotations || value.isLongText, value.mayHoldSecret {
          secrets.append(value)
        }
      }
    }
    if let variables { variablesEnd = max(variablesEnd, variables) }
    if let annotations { annotationsEnd = annotations }
    for value in secrets { add(value) }
    if isNamedSecret { addVariable(mapping, hasAll: isVariable) }
    switch kind {
    case .secret where isObject: add(mapping)
    case .settings where isObject: settings.append(mapping.range)
    default: for value in data { add(value) }
    }
  }

  /// Adds what a command line may have for secrets.
  private mutating func addWords(_ words: Node) {
    var isAnnounced = false
    for word in words.elements {
      let meaning = word.isString ? word.withText { SecretWords.meaning(of: $0) } : .nothing
      let isNext = isAnnounced && word.maySaySecret && !word.isOption
      if isNext || meaning == .holds || word.hasSecretShape { add(word) }
      isAnnounced = meaning == .announces
    }
  }

  /// Adds what a variable may have for a value.
  private mutating func addVariable(_ variable: Node, hasAll: Bool) {
    for (key, value) in variable.entries where value.maySaySecret {
      let isValue = key.withText { text in
        switch Key(text) {
        case .name, .kind: false
        case .value: true
        default: hasAll || GuardedKey.mayBeOne(text)
        }
      }
      if isValue { add(value) }
    }
  }
}

extension Node {
  /// Whether it is a scalar that could be a secret.
  fileprivate var maySaySecret: Bool {
    switch kind {
    case .string: record.second > 0
    case .integer, .float: true
    case .null, .boolean, .sequence, .mapping: false
    }
  }

  /// `--name`, `-n`; what else begins with a sign may be a value.
  fileprivate var isOption: Bool {
    withText { text in
      text.count > 1 && text[0] == UInt8(ascii: "-")
        && (text.count == 2 || text[1] == UInt8(ascii: "-"))
    }
  }

  /// Whether it is a text longer than names are: a script, a file, a description.
  fileprivate var isLongText: Bool { isString && record.second > 64 }

  /// Whether it is a text with a secret in it, as far as its form or its words say so.
  fileprivate var mayHoldSecret: Bool {
    isString && withText { SecretWords.meaning(of: $0) == .holds } || hasSecretShape
  }

  fileprivate var hasSecretShape: Bool {
    isString && withText { SecretShape.first(in: $0) != nil }
  }
}

extension Span<UInt8> {
  /// Whether these are the letters of a word, whether small or capital.
  fileprivate func saysInAnyCase(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    return word.withBytes { hasLetters(of: $0) }
  }
}
