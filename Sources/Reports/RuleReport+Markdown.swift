import Policy

// Rules as a page of a handbook.

extension RuleReport {
  /// A table for each category, then the parameters of the rules that have any.
  package static func markdown(_ listings: [RuleListing]) -> String {
    var text = "# Rules\n\n"
    text += "Made by `kpatch rules --format markdown`; `kpatch explain RULE` says more of each.\n"
    var category = ""
    for listing in listings {
      let rule = listing.rule
      if rule.category != category {
        category = rule.category
        text += "\n## \(category)\n\n"
        text +=
          "| rule | action | severity | fix | demands | elsewhere |\n|---|---|---|---|---|---|\n"
      }
      let cells = [
        "`\(rule.id)`", listing.action.name, rule.severity.name, rule.fix.name,
        cell(rule.title), cell(names(rule)),
      ]
      text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    let parameterised = listings.map(\.rule).filter { !$0.parameters.isEmpty }
    if parameterised.isEmpty { return text }
    text +=
      "\n## Parameters\n\n| rule | parameter | is | default | means |\n|---|---|---|---|---|\n"
    for rule in parameterised {
      for parameter in rule.parameters {
        let value = parameter.defaultValue.map { "`\($0.json())`" }
        let cells = [
          "`\(rule.id)`", "`\(parameter.name)`", cell(parameter.kind.summary),
          value.map(cell) ?? (parameter.isRequired ? "off without it" : "none"),
          cell(parameter.summary),
        ]
        text += "| " + cells.joined(separator: " | ") + " |\n"
      }
    }
    return text
  }

  /// A text in a cell of a table, in which a bar would end the cell.
  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
