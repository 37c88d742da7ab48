import CommandLine
import Manifests
import Policy

/// `kpatch fix`: what the fixes of findings change to standard output, what remains to standard
/// error.
struct FixCommand {
  let session: Session

  private var invocation: Invocation { session.invocation }

  func run() {
    let wanted = wantedRules()
    let finder = session.inputs()
    session.checkInPlace(finder)
    let engine = Engine(policy(wanted))
    let processor = ManifestProcessor(
      engine: engine, rendering: rendering, namespace: session.namespace)
    let printer = FindingsPrinter(session, to: session.streams.error)
    var count = FixCount()
    let manifests = processor.process(finder.inputs) {
      printer.show($0, of: $1, $2)
    } deliver: { manifest in
      if let wanted { manifest.keepFindings { wanted.rules.contains($0.rule) } }
      count.add(manifest)
      printer.print(&manifest)
    }
    printer.finish(manifests, finder.problems, summaryAlways: false)
    write(manifests, isBroken: finder.problems.contains(where: \.isFailure))
    session.streams.error.write(
      count.sentence(
        in: manifests.count { !$0.edits.isEmpty && $0.problems.isEmpty },
        isDone: !showsDifference, reviewed: invocation.has(Commands.review)))
  }

  private func write(_ manifests: [Manifest], isBroken: Bool) {
    let writer = ManifestWriter(session: session)
    if invocation.has(Commands.inPlace) {
      writer.replaceFiles(manifests)
    } else if isBroken || manifests.contains(where: { !$0.problems.isEmpty }) {
      // Half a stream is worse than none: who applies it would delete what is missing.
    } else if showsDifference {
      writer.printDifference(manifests)
    } else {
      writer.printDocuments(manifests, rendering)
    }
  }

  /// Whether what would change is shown and nothing is written.
  private var showsDifference: Bool {
    !invocation.has(Commands.inPlace) && invocation.value(Commands.output) == nil
  }

  private var rendering: ManifestProcessor.Rendering {
    switch invocation.value(Commands.output) {
    case "json": .json
    case "jsonpatch": .jsonPatch
    default: .edits
    }
  }

  // MARK: Rules

  /// What `--rule` names.
  private struct Wanted {
    var rules: Set<String> = []
    /// Those that are judged though the policy has them off. What does nothing without parameters
    /// is not meant by the name of its category.
    var judged: Set<String> = []
  }

  /// The rules that `--rule` names; `nil` for all.
  private func wantedRules() -> Wanted? {
    let names = invocation.values(named: "rule")
    if names.isEmpty { return nil }
    var wanted = Wanted()
    for name in names {
      let rules = Catalogue.rules(named: name)
      if rules.isEmpty {
        session.end(.unknownName(name, of: "rule", nearest: Catalogue.nearest(to: name)))
      }
      if rules.allSatisfy({ !classes.contains($0.fix) }) {
        let subject = rules.count == 1 ? "rule '\(rules[0].id)'" : "no rule of '\(name)'"
        let has = rules.count == 1 ? "has no fix" : "has a fix"
        let review = rules.contains { $0.fix == .review }
        let hint = " that is safe; '--review' does also those that can break something"
        session.end(.other("\(subject) \(has)" + (review ? hint : "")))
      }
      wanted.rules.formUnion(rules.map(\.id))
      let isOne = RulePattern(named: name)?.namesOneRule ?? false
      wanted.judged.formUnion(
        rules.lazy.filter { isOne || !$0.parameters.contains(where: \.isRequired) }.map(\.id))
    }
    return wanted
  }

  private var classes: Set<Rule.FixClass> {
    invocation.has(Commands.review) ? [.safe, .review] : [.safe]
  }

  /// The policy with the fixes that are to be done. A rule that somebody names and that is off is
  /// judged all the same: there would be nothing to fix.
  private func policy(_ wanted: Wanted?) -> CompiledPolicy {
    let policy = PolicyLoader.load(session, judging: wanted?.judged ?? []).policy
    let fixable = Catalogue.fixable(by: .all, including: classes)
    return policy.fixing(
      wanted.map { fixable.intersection($0.rules) } ?? fixable,
      mutators: Set(invocation.values(named: "mutate")))
  }
}

/// What was fixed, and what could be.
private struct FixCount {
  private var fixed = 0
  private var toReview = 0
  private static let reviewed = Catalogue.fixable(by: .all, including: [.review])

  mutating func add(_ manifest: Manifest) {
    fixed += manifest.notes.count {
      $0.note.kind == .applied && Catalogue.rule($0.note.mutator) != nil
    }
    toReview += manifest.findings.count {
      $0.finding.fix != nil && Self.reviewed.contains($0.finding.rule)
    }
  }

  func sentence(in files: Int, isDone: Bool, reviewed: Bool) -> String {
    let verb = isDone ? "Fixed" : "Would fix"
    var text =
      fixed == 0
      ? "Nothing to fix."
      : "\(verb) \(Self.number(fixed, "finding")) in \(Self.number(files, "file"))."
    if toReview > 0, !reviewed {
      text +=
        " \(Self.number(toReview, "finding")) \(toReview == 1 ? "has a fix" : "have fixes")"
        + " to be reviewed: '--review'."
    }
    return text + "\n"
  }

  private static func number(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
