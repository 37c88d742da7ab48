import CommandLine
import Documents
import Policy
import Reports

/// `kpatch rules` and `kpatch explain`: the catalogue, with what the policy in force makes of it.
struct RuleCommands {
  let session: Session

  func list() {
    let output = session.streams.output
    // A line for each rule in a pipe; what a terminal shows keeps to its width.
    let width = Terminal.isTerminal(output.descriptor) ? session.layout(of: output).width : nil
    print(Catalogue.rules) { $0.table($1, width: width) }
  }

  func explain() {
    let name = session.invocation.arguments.first ?? ""
    let rules = Catalogue.rules(named: name)
    if rules.isEmpty {
      session.end(.unknownName(name, of: "rule", nearest: Catalogue.nearest(to: name)))
    }
    print(rules) { report, listings in
      listings.map { report.explanation($0) }.joined(separator: "\n")
    }
  }

  private func print(_ rules: [Rule], text: (RuleReport, [RuleListing]) -> String) {
    let loaded = PolicyLoader.load(session)
    var settings: [String: EffectiveSetting] = [:]
    for setting in loaded.policy.settings
    where setting.path.count == 4 && setting.path[1] == "rules" && setting.path[3] == "action" {
      settings[setting.path[2]] = setting
    }
    let listings = rules.map { rule in
      guard let setting = settings[rule.id], case .string(let name) = setting.value,
        let action = Action(name: name)
      else { return RuleListing(rule, action: .off, origin: "") }
      return RuleListing(rule, action: action, origin: loaded.place(of: setting.origin))
    }
    let output = session.streams.output
    switch session.invocation.value(Commands.rulesFormat) {
    case "json": output.write(RuleReport.json(listings))
    case "markdown": output.write(RuleReport.markdown(listings))
    default: output.write(text(RuleReport(session.layout(of: output)), listings))
    }
  }
}
