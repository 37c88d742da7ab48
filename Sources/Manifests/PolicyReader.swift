import Documents
import Policy

/// Puts a policy together from files: what both executables do before they judge anything.
package struct PolicyReader {
  /// The bytes of each layer that comes from a file, by the layer's name.
  package private(set) var sources: [String: Source] = [:]
  package private(set) var layers: [PolicyLayer] = []
  /// What was found so far, in the order of layers.
  package private(set) var problems: [PolicyFileProblem] = []
  private let systemMessage: (Int32) -> String

  /// As much as an API server stores of one object, and a bit.
  package static let limits = DocumentLimits(maximumBytes: 2 << 20, maximumDepth: 100)

  /// - Parameter systemMessage: the words for the system's error numbers.
  package init(systemMessage: @escaping (Int32) -> String) {
    self.systemMessage = systemMessage
  }

  /// Adds the policies of a file, or of all files in a folder.
  package mutating func add(_ path: FilePath) {
    var finder = InputFinder()
    finder.find(path)
    for problem in finder.problems { fail(problem) }
    for input in finder.inputs {
      let parsed = ParsedInput(input, limits: Self.limits)
      sources[input.name] = parsed.source
      if let problem = parsed.problem {
        fail(problem, in: parsed.source)
        continue
      }
      let documents = parsed.documents.filter { !$0.root.isNull }
      if documents.isEmpty {
        problems.append(
          PolicyFileProblem(
            file: input.name, id: "no-policy", message: "there is no policy in it",
            remedy: "an empty policy has apiVersion, kind, metadata and spec: {}"))
      }
      layers += documents.map { PolicyLayer(document: $0, name: input.name) }
    }
  }

  /// Adds a layer that comes from no file.
  /// - Parameter source: the text that its places are in, where it has any.
  package mutating func add(_ layer: PolicyLayer, source: Source? = nil) {
    layers.append(layer)
    if let source { sources[layer.name] = source }
  }

  /// What the layers make together; `nil` where anything is wrong, which ``problems`` then says.
  /// - Parameter today: decides which exceptions have expired.
  package mutating func compile(today: CalendarDate?) -> CompiledPolicy? {
    let compilation = PolicyCompiler.compile(layers, today: today)
    var tables: [String: LineTable] = [:]
    for problem in compilation.problems {
      let source = sources[problem.layer]
      if let source, tables[problem.layer] == nil { tables[problem.layer] = LineTable(source) }
      problems.append(
        PolicyFileProblem(
          file: problem.layer, id: "policy", message: problem.message, remedy: problem.remedy,
          position: problem.range.flatMap {
            tables[problem.layer]?.position(of: Int($0.start))
          }, source: source, isNote: problem.kind == .note))
    }
    return problems.allSatisfy(\.isNote) ? compilation.policy : nil
  }

  private mutating func fail(_ problem: InputProblem, in source: Source? = nil) {
    let words = problem.cause.words(system: systemMessage)
    var found = PolicyFileProblem(
      file: problem.path?.text ?? "-", id: words.id, message: words.message, remedy: words.remedy)
    if let source, case .syntax(let error) = problem.cause {
      let lines = LineTable(source)
      found.position = lines.position(of: error.offset)
      found.related = error.related.map(lines.position(of:))
      found.source = source
    }
    problems.append(found)
  }
}
