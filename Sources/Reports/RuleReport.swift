import Documents
import JSONSyntax
import Policy

/// A rule and what the policy at hand makes of it.
package struct RuleListing: Sendable {
  package let rule: Rule
  /// What it does where no override says otherwise.
  package let action: Action
  /// Where the action is from: `preset recommended`, `kpatch.yaml:12`.
  package let origin: String

  package init(_ rule: Rule, action: Action, origin: String) {
    self.rule = rule
    self.action = action
    self.origin = origin
  }
}

/// Rules as text for people.
package struct RuleReport {
  private let layout: TextLayout

  package init(_ layout: TextLayout = TextLayout()) {
    self.layout = layout
  }

  // MARK: Table

  /// The rules under a heading.
  ///
  /// - Parameter width: columns of the terminal. What does not fit beside a rule stands below it,
  ///   and so do other tools' names. Without it there is one line for each rule.
  package func table(_ listings: [RuleListing], width: Int? = nil) -> String {
    let heading = Row(
      id: "RULE", action: "ACTION", severity: "SEVERITY", fix: "FIX", title: "DEMANDS",
      names: "ELSEWHERE", tint: .bold)
    let rows = listings.map(Self.row)
    let columns = (
      id: ([heading] + rows).map(\.id.unicodeScalars.count).max() ?? 0,
      title: ([heading] + rows).map(\.title.unicodeScalars.count).max() ?? 0
    )
    return ([heading] + rows).map { row in
      guard let width else { return line(row, columns.id, columns.title) }
      return lines(row, columns.id, width)
    }.joined()
  }

  private struct Row {
    let id: String
    let action: String
    let severity: String
    let fix: String
    let title: String
    let names: String
    let tint: TextLayout.Tint
  }

  private static func row(_ listing: RuleListing) -> Row {
    Row(
      id: listing.rule.id, action: listing.action.name, severity: listing.rule.severity.name,
      fix: listing.rule.fix.name, title: listing.rule.title, names: names(listing.rule),
      tint: TextReport.tint(listing.action))
  }

  /// The columns up to the title, each padded.
  private func start(_ row: Row, _ width: Int) -> (plain: Int, text: String) {
    let id = TextLayout.padded(row.id, to: width)
    let action = TextLayout.padded(row.action, to: 6)
    let severity = TextLayout.padded(row.severity, to: 8)
    let fix = TextLayout.padded(row.fix, to: 6)
    let text = "\(id)  \(layout.tinted(action, row.tint))  \(severity)  \(fix)  "
    return (width + 28, text)
  }

  private func line(_ row: Row, _ idWidth: Int, _ titleWidth: Int) -> String {
    let title = row.names.isEmpty ? row.title : TextLayout.padded(row.title, to: titleWidth)
    return start(row, idWidth).text + title + (row.names.isEmpty ? "" : "  \(row.names)") + "\n"
  }

  private func lines(_ row: Row, _ idWidth: Int, _ width: Int) -> String {
    let (used, text) = start(row, idWidth)
    let room = width - used
    var lines = text
    // A few letters of it would say nothing: then it has a line of its own.
    if row.title.unicodeScalars.count <= room {
      lines += row.title + "\n"
    } else {
      while lines.last == " " { lines.removeLast() }
      lines += "\n" + layout.paragraph(row.title, indent: 4)
    }
    if row.names.isEmpty || row.tint == .bold { return lines }
    return lines + layout.tinted(layout.paragraph(row.names, indent: 4), .faint)
  }

  // MARK: Explanation

  /// All that is known of a rule.
  package func explanation(_ listing: RuleListing) -> String {
    let rule = listing.rule
    var text = layout.tinted(rule.id, .bold) + "  \(rule.title)\n\n"
    text += fact("Action", "\(listing.action.name) (\(LogLine.escaped(listing.origin)))")
    text += fact("Severity", rule.severity.name)
    text += fact("Presets", Self.presets(rule))
    text += fact("Judges", rule.subject.summary)
    if let others = Self.needs(rule) { text += fact("Needs", others) }
    for (index, field) in rule.fields.enumerated() {
      text += fact(index == 0 ? "Fields" : "", field)
    }
    text += fact("Fix", Self.fix(rule.fix))
    text += section("Why", layout.paragraph(rule.why, indent: 2))
    text += section("What to do", layout.paragraph(rule.remedy, indent: 2))
    text += section("Written in", layout.paragraph(rule.source, indent: 2))
    if !rule.parameters.isEmpty {
      text += section("Parameters", rule.parameters.map(parameter).joined())
    }
    if let before = rule.example.before { text += section("Before", Self.indented(before)) }
    text += section("Fails", Self.indented(rule.example.fails))
    text += section("Passes", Self.indented(rule.example.passes))
    if !rule.aliases.isEmpty {
      text += section("Known elsewhere as", layout.paragraph(Self.names(rule), indent: 2))
    }
    return text
  }

  private func fact(_ name: String, _ text: String) -> String {
    layout.paragraph(text, indent: 12, head: "  \(name)")
  }

  private func section(_ title: String, _ text: String) -> String {
    "\n\(layout.tinted("\(title):", .bold))\n\(text)"
  }

  private func parameter(_ parameter: Parameter) -> String {
    var kind = parameter.kind.summary
    if let value = parameter.defaultValue {
      kind += ", default \(value.json())"
    } else if parameter.isRequired {
      kind += ", the rule does nothing without it"
    }
    return layout.paragraph("\(parameter.name): \(kind)", indent: 2)
      + layout.paragraph(parameter.summary, indent: 6)
  }

  private static func presets(_ rule: Rule) -> String {
    Preset.allCases.filter { $0 != .none }
      .map { "\($0.name) \(rule.presets[$0].name)" }.joined(separator: ", ")
  }

  private static func needs(_ rule: Rule) -> String? {
    if rule.needsOldObject {
      return "the object before an update, which only an API server shows; inactive offline"
    }
    return switch rule.others {
    case .ignored: nil
    case .considered:
      "nothing, and is more exact where the objects that belong to it are in the input"
    case .needed: "the objects that belong to it in the input; inactive in the server"
    }
  }

  private static func fix(_ fix: Rule.FixClass) -> String {
    switch fix {
    case .none: "none: the right value is not known"
    case .safe: "safe: changes nothing that works"
    case .review: "review: can break an application that relies on what is forbidden"
    }
  }

  private static func indented(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }
}

extension RuleReport {
  /// What other tools call a rule: `polaris hostIPCSet, kube-linter host-ipc`.
  static func names(_ rule: Rule) -> String {
    rule.aliases.map { "\($0.tool.rawValue) \($0.id)" }.joined(separator: ", ")
  }
}

// MARK: - JSON

extension RuleReport {
  /// Rules for machines: `version` and `rules`, one line for each rule.
  package static func json(_ listings: [RuleListing]) -> [UInt8] {
    var output = Array("{\"version\":\(JSONReport.version),\"rules\":[".utf8)
    for (index, listing) in listings.enumerated() {
      output.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
      JSONWriter.append(value(listing), to: &output)
    }
    output.append(contentsOf: "\(listings.isEmpty ? "" : "\n")]}\n".utf8)
    return output
  }

  private static func value(_ listing: RuleListing) -> Value {
    let rule = listing.rule
    let presets = Preset.allCases.map { preset in
      Value.Entry(preset.name, .string(rule.presets[preset].name))
    }
    var example: [Value.Entry] = []
    if let before = rule.example.before { example.append(.init("before", .string(before))) }
    example += [
      .init("fails", .string(rule.example.fails)), .init("passes", .string(rule.example.passes)),
    ]
    return [
      "id": .string(rule.id), "category": .string(rule.category), "title": .string(rule.title),
      "severity": .string(rule.severity.name), "action": .string(listing.action.name),
      "origin": .string(listing.origin), "presets": .mapping(presets),
      "subject": .string(rule.subject.summary), "others": .string(rule.others.rawValue),
      "needsOldObject": .boolean(rule.needsOldObject),
      "fields": strings(rule.fields),
      "why": .string(rule.why), "remedy": .string(rule.remedy), "source": .string(rule.source),
      "parameters": .sequence(rule.parameters.map(value)), "fix": .string(rule.fix.name),
      "example": .mapping(example),
      "aliases": .sequence(
        rule.aliases.map { ["tool": .string($0.tool.rawValue), "id": .string($0.id)] }),
    ]
  }

  private static func value(_ parameter: Parameter) -> Value {
    var entries: [Value.Entry] = [
      .init("name", .string(parameter.name)), .init("type", .string(parameter.kind.summary)),
    ]
    if let value = parameter.defaultValue { entries.append(.init("default", value)) }
    entries.append(.init("required", .boolean(parameter.isRequired)))
    entries.append(.init("summary", .string(parameter.summary)))
    return .mapping(entries)
  }

  private static func strings(_ texts: [String]) -> Value {
    .sequence(texts.map { .string($0) })
  }
}
