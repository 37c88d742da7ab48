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
  /// The bytes of each layer that comes from a file, by the layer's name.
  private var sources: [String: Source] = [:]
  private var layers: [PolicyLayer] = []
  private var report: TextReport
  private var failed = false

  /// Read when no policy is named.
  private static let defaultFile = "kpatch.yaml"
  /// As much as an API server stores of one object, and a bit.
  private static let limits = DocumentLimits(maximumBytes: 2 << 20, maximumDepth: 100)

  init(_ session: Session) {
    self.session = session
    report = TextReport(session.layout(of: session.streams.error))
  }

  /// The policy of `--policy`, `--preset`, `--rule` and `--mutate`. A mistake in it is printed, and
  /// ends the process: nothing is judged by half a policy.
  static func load(_ session: Session) -> LoadedPolicy {
    var loader = PolicyLoader(session)
    let files = session.invocation.values(Commands.policy)
    for file in files { loader.add(file) }
    if files.isEmpty { loader.addDefault() }
    loader.addCommandLine()
    guard let policy = loader.compile() else { session.streams.end(.usage) }
    return LoadedPolicy(policy: policy, sources: loader.sources)
  }

  /// Whether the policy of these files alone can be used; what is wrong with it is printed.
  static func check(_ paths: [FilePath], _ session: Session) -> Bool {
    var loader = PolicyLoader(session)
    for path in paths { loader.add(path) }
    return loader.compile() != nil
  }

  // MARK: Layers

  private mutating func add(_ file: String) {
    guard let path = FilePath(file) else { return }
    add(path)
  }

  /// What applies where no policy is named: the file of the working directory, else that of the
  /// folder which is all that is processed. The latter is said: nobody named it.
  private mutating func addDefault() {
    guard let path = FilePath(Self.defaultFile) else { return }
    if InputReader.exists(path) {
      add(path)
    } else if let folder = session.onlyPath, InputReader.isFolder(folder) {
      let path = folder.appending(Array(Self.defaultFile.utf8))
      guard InputReader.exists(path) else { return }
      add(path)
      let name = VisibleText.escaped(layers.last?.name ?? Self.defaultFile)
      session.streams.error.write("kpatch: the policy is \(name)\n")
      session.streams.error.flush()
    }
  }

  /// The policies of a file, or of all files in a folder.
  private mutating func add(_ path: FilePath) {
    var finder = InputFinder()
    finder.find(path)
    for problem in finder.problems { fail(ReportedProblem(problem)) }
    for input in finder.inputs {
      let parsed = ParsedInput(input, limits: Self.limits)
      sources[input.name] = parsed.source
      if let problem = parsed.problem {
        fail(
          ReportedProblem(problem, source: parsed.source, lines: LineTable(parsed.source)))
        continue
      }
      let documents = parsed.documents.filter { !$0.root.isNull }
      if documents.isEmpty {
        fail(
          ReportedProblem(
            file: input.name, id: "no-policy", message: "there is no policy in it",
            remedy: "an empty policy has apiVersion, kind, metadata and spec: {}"))
      }
      layers += documents.map { PolicyLayer(document: $0, name: input.name) }
    }
  }

  private mutating func addCommandLine() {
    let invocation = session.invocation
    let settings = CommandLineSettings(
      preset: invocation.values(named: "preset").last, rules: invocation.values(named: "rule"),
      mutators: invocation.values(named: "mutate"),
      kubernetesVersion: invocation.value(Commands.kubernetesVersion))
    layers.append(PolicyLayer(commandLine: settings))
  }

  // MARK: Compiling

  private mutating func compile() -> CompiledPolicy? {
    let compilation = PolicyCompiler.compile(
      layers, today: CalendarDate(daysSince1970: time(nil) / 86_400))
    var tables: [String: LineTable] = [:]
    for problem in compilation.problems {
      let source = sources[problem.layer]
      if let source, tables[problem.layer] == nil { tables[problem.layer] = LineTable(source) }
      let position = problem.range.flatMap {
        tables[problem.layer]?.position(of: Int($0.start))
      }
      if problem.kind == .note {
        note(problem, at: position)
        continue
      }
      fail(
        ReportedProblem(
          file: problem.layer, id: "policy", message: problem.message, remedy: problem.remedy,
          position: position, source: source))
    }
    return failed ? nil : compilation.policy
  }

  private mutating func fail(_ problem: ReportedProblem) {
    failed = true
    var text = ""
    report.append(problem, to: &text)
    session.streams.error.write(text)
  }

  private func note(_ problem: PolicyProblem, at position: LineTable.Position?) {
    let place = position.map { ":\($0.line):\($0.column)" } ?? ""
    let text = "\(problem.layer)\(place): note: \(problem.text)"
    session.streams.error.write(VisibleText.escaped(text) + "\n")
  }
}
