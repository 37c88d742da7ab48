import CommandLine
import Documents
import Kubernetes
import Manifests
import Policy
import Reports

/// One run of a command: what it was asked, where it answers, and how it will end.
final class Session {
  let invocation: Invocation
  let streams: StandardStreams
  /// The worst that happened so far.
  private var status = ExitStatus.clean
  private let color: ColorChoice

  init(_ invocation: Invocation, _ streams: StandardStreams) {
    self.invocation = invocation
    self.streams = streams
    color = invocation.value(Commands.color, as: ColorChoice.self) ?? .auto
  }

  func run() -> Never {
    keepLog()
    switch invocation.path {
    case ["patch"]: PatchCommand(session: self).run()
    case ["fn"]: FunctionCommand(session: self).run()
    case ["fix"]: FixCommand(session: self).run()
    case ["check"]: CheckCommand(session: self).run()
    case ["coverage"]: CoverageCommand(session: self).run()
    case ["parity"]: ParityCommand(session: self).run()
    case ["rules"]: RuleCommands(session: self).list()
    case ["explain"]: RuleCommands(session: self).explain()
    case ["policy", "check"]: PolicyCommands(session: self).check()
    case ["policy", "show"]: PolicyCommands(session: self).show()
    case ["policy", "import"]: PolicyImportCommand(session: self).run()
    case ["policy", "schema"]: PolicyCommands(session: self).schema()
    case ["schema", "check"]: SchemaCommands(session: self).check()
    case ["schema", "infer"]: SchemaCommands(session: self).infer()
    case ["review"]: ReviewCommand(session: self).run()
    case ["completion"]: completion()
    case ["version"]: streams.output.write(Kpatch.version)
    default: streams.error.write("kpatch: a command is declared that does nothing\n")
    }
    end()
  }

  private func completion() {
    guard let shell = invocation.arguments.first.flatMap(Shell.init(rawValue:)),
      let tool = invocation.commands.first
    else { return }
    streams.output.write(shell.completion(of: tool))
  }

  /// Sees to it that what goes to standard error is also at the end of the file of `--log-file`.
  private func keepLog() {
    guard let file = invocation.value(Commands.logFile), let path = FilePath(file) else { return }
    do {
      streams.error.copy = Output(descriptor: try path.openForAppending())
    } catch {
      let words = error.cause.words(system: SystemError.message)
      streams.error.write("kpatch: \(LogLine.escaped(file)): \(words.message)\n")
      streams.end(.failure)
    }
  }

  /// Ends with an error where the log is one of the inputs, before anything is added to it.
  private func checkLog(_ finder: InputFinder) {
    guard let log = invocation.value(Commands.logFile), let path = FilePath(log) else { return }
    let isInput = finder.inputs.contains { input in
      input.path.map { InputReader.isSame($0, path) } == true
    }
    guard isInput else { return }
    streams.error.copy = nil
    end(.other("'--log-file' names an input, which it would spoil"))
  }

  // MARK: Ending

  /// Remembers a status; the worst one counts.
  func note(_ status: ExitStatus) {
    self.status = max(self.status, status)
  }

  /// Whether nothing went wrong so far.
  var isClean: Bool { status == .clean }

  /// Says what kept an input from being processed.
  func report(_ problem: ReportedProblem, showsExcerpts: Bool = true) {
    note(.input)
    var layout = layout(of: streams.error)
    layout.showsExcerpts = showsExcerpts
    var report = TextReport(layout)
    var text = ""
    report.append(problem, to: &text)
    streams.error.write(text)
  }

  /// Says what kept inputs from being processed, for commands without findings, and gives back
  /// what failed; what was left out on purpose is a note.
  ///
  /// - Parameter showsExcerpts: false where lines of the inputs are not to be shown.
  @discardableResult
  func report(
    _ found: [InputProblem], _ manifests: [Manifest], showsExcerpts: Bool = true
  ) -> [ReportedProblem] {
    var failures: [ReportedProblem] = []
    func show(_ problem: ReportedProblem, isFailure: Bool) {
      if isFailure {
        report(problem, showsExcerpts: showsExcerpts)
        failures.append(problem)
      } else {
        let text = "\(problem.file): note: \(problem.message); \(problem.remedy)"
        streams.error.write(LogLine.escaped(text) + "\n")
      }
    }
    for problem in found { show(ReportedProblem(problem), isFailure: problem.isFailure) }
    for manifest in manifests where !manifest.problems.isEmpty {
      let lines = LineTable(manifest.source)
      for problem in manifest.problems {
        show(
          ReportedProblem(problem, source: manifest.source, lines: lines),
          isFailure: problem.isFailure)
      }
    }
    return failures
  }

  func end() -> Never {
    streams.end(status)
  }

  /// Ends without freeing what was used: the process gives it all back at once, while to free the
  /// tables of a large input, or the rules of a small one, one by one takes its time.
  func end<Value>(keeping value: Value) -> Never {
    withExtendedLifetime(value) { end() }
  }

  /// Ends with a mistake of the command line that only the command itself can see.
  func end(_ error: UsageError) -> Never {
    streams.error.write(UsageFailure(error, commands: invocation.commands).text)
    streams.end(.usage)
  }

  // MARK: Looks

  func style(of output: Output) -> Style {
    color.style(
      isTerminal: Terminal.isTerminal(output.descriptor), environment: Terminal.variable)
  }

  func layout(of output: Output) -> TextLayout {
    let isTerminal = Terminal.isTerminal(output.descriptor)
    return TextLayout(
      width: isTerminal ? Terminal.width(of: output.descriptor) : Terminal.defaultWidth,
      isColored: style(of: output).enabled)
  }

  // MARK: Inputs

  /// What the command's arguments name; without any, standard input, unless that is a terminal,
  /// where nobody would know that it is waited for: then help is printed and the process ends.
  func inputs() -> InputFinder {
    var finder = InputFinder()
    if invocation.arguments.isEmpty {
      if Terminal.isTerminal(0) {
        streams.error.write(Kpatch.help(invocation.commands, on: streams.error, color: color))
        streams.end(.usage)
      }
      finder.find(.standardInput)
      return finder
    }
    checkPaths()
    for place in invocation.places { finder.find(path(at: place)) }
    checkLog(finder)
    return finder
  }

  /// Ends with an error where a path cannot be meant.
  func checkPaths() {
    if invocation.arguments.count(where: { $0 == "-" }) > 1 {
      end(.other("'-' can be named once: standard input has one end"))
    }
    if invocation.arguments.contains("") { end(.other("PATH is empty")) }
  }

  /// Ends with an error where `--in-place` has no file to rewrite.
  func checkInPlace(_ finder: InputFinder) {
    if invocation.has(Commands.inPlace), finder.inputs.contains(.standard) {
      end(.other("'--in-place' rewrites files, and standard input is none"))
    }
  }

  /// The path of a command that processes manifests, where it was given just one.
  var onlyPath: FilePath? {
    let places = invocation.places
    let takesPaths = ["patch", "check", "fix", "coverage"].contains(invocation.path.first ?? "")
    return takesPaths && places.count == 1 ? path(at: places[0]) : nil
  }

  /// A word of the command line with the bytes that it really has: names of files need not be
  /// UTF-8.
  func path(at place: Int) -> FilePath {
    // SAFETY: the place is that of a word; the tool's own name stands before the words.
    guard let word = unsafe Swift.CommandLine.unsafeArgv[place + 1] else { return .standardInput }
    return unsafe FilePath(cString: word)
  }

  /// The namespace of objects that name none. One that no cluster can have is a mistake, for
  /// example of a script, and would make exclusions and overrides miss silently.
  var namespace: String? {
    guard let name = invocation.value(Commands.namespace) else { return nil }
    guard NameRule.dns1123Label.allows(name) else {
      end(
        .other(
          "option '--namespace' is the name of a namespace, not '\(LogLine.escaped(name))'"))
    }
    return name
  }

  /// The least action that makes the status 1; `nil` where none does.
  var failingAction: Action? {
    switch invocation.value(Commands.failOn) {
    case "warn": .warn
    case "never": nil
    default: .deny
    }
  }
}
