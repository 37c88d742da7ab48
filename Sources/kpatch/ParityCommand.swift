import CommandLine
import Documents
import Manifests
import Patterns
import Policy
import Reports

/// `kpatch parity`: in what environments are not in step.
struct ParityCommand {
  let session: Session

  /// Environments that are compared at once: a table has a column for each.
  private static let maximumEnvironments = 16

  func run() {
    let finders = finders()
    let names = names(finders.count)
    let loaded = PolicyLoader.load(session)
    let processor = ManifestProcessor(
      engine: Engine(loaded.policy), rendering: .none, namespace: session.namespace)
    var environments: [Parity.Environment] = []
    var reported: [ReportedEnvironment] = []
    var problems: [ReportedProblem] = []
    for (number, (path, finder)) in finders.enumerated() {
      let (entries, manifests) = processor.objects(of: finder.inputs)
      environments.append(Parity.Environment(names[number], entries))
      reported.append(
        ReportedEnvironment(
          name: names[number], path: path.text,
          files: manifests.map { ($0.source, $0.input.name) }))
      let failures = session.report(finder.problems, manifests, showsExcerpts: false)
      if !failures.isEmpty {
        write("\(names[number]): note: what is missing there may be in what could not be read")
      }
      problems += failures
    }
    let parity = Parity(environments, policy: loaded.policy, context: processor.context)
    let origins = loaded.policy.parity.map { loaded.place(of: $0.origin) }
    let output = session.streams.output
    if session.invocation.value(Commands.format) == "json" {
      var report = ParityJSON(reported)
      output.write(
        report.json(parity, loaded.policy, origins: origins, problems: problems))
    } else {
      var report = ParityReport(session.layout(of: output), reported)
      output.write(report.text(parity, loaded.policy, origins: origins))
    }
    note(parity, environments)
    warn(parity, loaded.policy, origins, names, isComplete: problems.isEmpty)
    if parity.driftCount > 0 { session.note(.findings) }
  }

  // MARK: Environments

  private func finders() -> [(path: FilePath, finder: InputFinder)] {
    let places = session.invocation.places
    if places.count < 2 {
      session.end(.other("to compare, name the PATHs of two environments or more"))
    }
    if places.count > Self.maximumEnvironments {
      session.end(.other("at most \(Self.maximumEnvironments) environments can be compared"))
    }
    session.checkPaths()
    return places.map { place in
      let path = session.path(at: place)
      var finder = InputFinder()
      finder.find(path)
      return (path, finder)
    }
  }

  private func names(_ count: Int) -> [String] {
    guard let given = session.invocation.value(Commands.names) else {
      let names = EnvironmentNames.names(of: session.invocation.places.map(session.path(at:)))
      if !EnvironmentNames.areDistinct(names) {
        session.end(.other("one PATH is named twice; '--names' can tell the two apart"))
      }
      return names
    }
    let names = given.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    if names.count != count || names.contains("") || !EnvironmentNames.areDistinct(names) {
      session.end(.other("option '--names' is \(count) different names with commas between"))
    }
    return names
  }

  // MARK: Notes

  private func note(_ parity: Parity, _ environments: [Parity.Environment]) {
    for (environment, count) in zip(environments, parity.counts) {
      if let first = count.firstReplaced {
        let others = count.replaced > 1 ? " and \(count.replaced - 1) more come" : " comes"
        write("\(environment.name): note: \(first.title)\(others) again later, which counts")
      }
      if count.unnamed > 0 {
        let words =
          count.unnamed == 1 ? "an object has no name" : "\(count.unnamed) objects have no name"
        write("\(environment.name): note: \(words), and nothing to be compared with")
      }
    }
  }

  private func warn(
    _ parity: Parity, _ policy: CompiledPolicy, _ origins: [String], _ names: [String],
    isComplete: Bool
  ) {
    for (number, use) in parity.uses.enumerated() {
      let entry = policy.parity[number]
      for pattern in entry.strangers(among: names) {
        var words = "no environment is called '\(pattern)', as this entry of parity.allow has it"
        if let name = Nearest.word(to: pattern, among: names) {
          words += "; did you mean '\(name)'?"
        }
        write("\(origins[number]): warning: \(words)")
      }
      // What could not be read may be what an entry is for.
      guard isComplete, !use.isUsed, !entry.isForOthers(than: names) else { continue }
      write(
        "\(origins[number]): warning: this entry of parity.allow allows nothing: \(entry.reason)")
    }
  }

  private func write(_ line: String) {
    session.streams.error.write(LogLine.escaped(line) + "\n")
  }
}
