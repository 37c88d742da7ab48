import CommandLine
import Documents
import Glibc
import Manifests
import Policy
import Reports

/// A policy that can be used, and the files that it was read from.
struct LoadedPolicy {
  let policy: CompiledPolicy
  fileprivate let sources: [String: Source]

  /// An origin for people: `kpatch.yaml:12`, `preset recommended`.
  func place(of origin: SettingOrigin) -> String {
    guard let range = origin.range, let source = sources[origin.layer] else { return origin.layer }
    return "\(origin.layer):\(LineTable(source).position(of: Int(range.start)).line)"
  }
}

/// Puts the policy together that the command line asks for.
struct PolicyLoader {
  private let session: Session
  private var reader = PolicyReader(systemMessage: SystemError.message)
  /// Problems that were printed.
  private var printed = 0

  /// Read when no policy is named.
  private static let defaultFile = "kpatch.yaml"

  init(_ session: Session) {
    self.session = session
  }

  /// The policy of `--policy`, `--preset`, `--rule` and `--mutate`. A mistake in it is printed, and
  /// ends the process: nothing is judged by half a policy.
  ///
  /// - Parameter wanted: ids of rules that are to be judged in any case: where one is off, it
  ///   warns. The command's `--rule` has no actions then.
  /// - Parameter functionConfig: the setting of a KRM function, after the files; no file of the
  ///   working directory is read for it.
  static func load(
    _ session: Session, judging wanted: Set<String>? = nil,
    functionConfig: (node: Node, source: Source)? = nil
  ) -> LoadedPolicy {
    var loader = PolicyLoader(session)
    let files = session.invocation.values(Commands.policy)
    for file in files { loader.add(file) }
    if let functionConfig {
      loader.reader.add(
        PolicyLayer(functionConfig: functionConfig.node, name: "functionConfig"),
        source: functionConfig.source)
    } else if files.isEmpty {
      loader.addDefault()
    }
    loader.addCommandLine(wanted == nil ? session.invocation.values(named: "rule") : [])
    guard var policy = loader.compile() else { session.streams.end(.usage) }
    let missing = (wanted ?? []).subtracting(policy.activeRules).sorted()
    if !missing.isEmpty {
      loader.reader.add(
        PolicyLayer(
          commandLine: CommandLineSettings(rules: missing.map { "\($0)=\(Action.warn.name)" })))
      guard let judging = loader.compile() else { session.streams.end(.usage) }
      policy = judging
    }
    return LoadedPolicy(policy: policy, sources: loader.reader.sources)
  }

  /// Whether the policy of these files alone can be used; what is wrong with it is printed.
  static func check(_ paths: [FilePath], _ session: Session) -> Bool {
    var loader = PolicyLoader(session)
    for path in paths { loader.reader.add(path) }
    return loader.compile() != nil
  }

  // MARK: Layers

  private mutating func add(_ file: String) {
    guard let path = FilePath(file) else { return }
    reader.add(path)
  }

  /// What applies where no policy is named: the file of the working directory, else that of the
  /// folder which is all that is processed. The latter is said: nobody named it.
  private mutating func addDefault() {
    guard let path = FilePath(Self.defaultFile) else { return }
    if InputReader.exists(path) {
      reader.add(path)
    } else if let folder = session.onlyPath, InputReader.isFolder(folder) {
      let path = folder.appending(Array(Self.defaultFile.utf8))
      guard InputReader.exists(path) else { return }
      reader.add(path)
      let name = LogLine.escaped(reader.layers.last?.name ?? Self.defaultFile)
      session.streams.error.write("kpatch: the policy is \(name)\n")
      session.streams.error.flush()
    }
  }

  private mutating func addCommandLine(_ rules: [String]) {
    let invocation = session.invocation
    let settings = CommandLineSettings(
      preset: invocation.values(named: "preset").last, rules: rules,
      mutators: invocation.values(named: "mutate"),
      kubernetesVersion: invocation.value(Commands.kubernetesVersion))
    reader.add(PolicyLayer(commandLine: settings))
  }

  // MARK: Compiling

  private mutating func compile() -> CompiledPolicy? {
    let policy = reader.compile(today: CalendarDate(daysSince1970: time(nil) / 86_400))
    var report = TextReport(session.layout(of: session.streams.error))
    let known = Set(reader.problems.prefix(printed).map(\.text))
    for problem in reader.problems.dropFirst(printed) where !known.contains(problem.text) {
      if problem.isNote {
        session.streams.error.write(LogLine.escaped(problem.text) + "\n")
        continue
      }
      var text = ""
      report.append(ReportedProblem(problem), to: &text)
      session.streams.error.write(text)
    }
    printed = reader.problems.count
    return policy
  }
}
