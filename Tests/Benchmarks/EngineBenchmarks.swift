import Documents
import JSONSyntax
import Policy

/// Mutates and judges Deployments by all rules and mutators, and shows what the time grows with.
enum EngineBenchmarks {
  struct NoPolicy: Error {
    var problems: [String]
  }

  static func run() throws {
    let everything = Engine(try policy("everything", mutates: true))
    let review = try object(containers: 1)
    Measurement.measure("Engine", "one Deployment", bytes: 0) {
      _ = try? everything.evaluate(object: review)
    }
    let judging = Engine(try policy("everything", mutates: false))
    let three = try object(containers: 3)
    Measurement.measure("Engine", "three containers by every rule, no mutators", bytes: 0) {
      _ = try? judging.evaluate(object: three)
    }
    for preset in ["none", "baseline", "restricted", "recommended", "everything"] {
      let engine = Engine(try policy(preset, mutates: false))
      let rules = engine.policy.activeRules.count
      Measurement.measure("Engine by rules, no mutators", "\(preset): \(rules)", bytes: 0) {
        _ = try? engine.evaluate(object: review)
      }
    }
    for containers in [1, 2, 3, 4, 8, 16] {
      let object = try object(containers: containers)
      Measurement.measure("Engine by containers", "\(containers)", bytes: 0) {
        _ = try? everything.evaluate(object: object)
      }
    }
    for items in [1_000, 2_000, 4_000] {
      let list = try list(items: items)
      Measurement.measure("Engine by items of a List", "\(items)", bytes: list.source.count) {
        _ = try? everything.evaluate(document: list)
      }
    }
  }

  /// A fixed number of evaluations by every rule, for a profiler: `valgrind --tool=callgrind`.
  static func profile() throws {
    let engine = Engine(try policy("everything", mutates: false))
    let object = try object(containers: 3)
    for _ in 0..<500 { _ = try engine.evaluate(object: object) }
  }

  /// A preset with every mutator that needs no settings, or with none.
  private static func policy(_ preset: String, mutates: Bool) throws -> CompiledPolicy {
    var settings = CommandLineSettings(preset: preset)
    if mutates { settings.mutators = MutatorCatalogue.all.filter(\.hasDefaults).map(\.id) }
    return try policy(settings)
  }

  static func policy(_ settings: CommandLineSettings) throws -> CompiledPolicy {
    let compilation = PolicyCompiler.compile([PolicyLayer(commandLine: settings)], today: nil)
    guard let policy = compilation.policy else {
      throw NoPolicy(problems: compilation.problems.map { "\($0)" })
    }
    return policy
  }

  /// The Deployment of an AdmissionReview, with so many containers.
  private static func object(containers: Int) throws -> Node {
    let text = Inputs.review(containers: containers).json()
    let document = try JSONParser.parse(Source(text))
    return document.root["request", "object"] ?? document.root
  }

  private static func list(items: Int) throws -> Document {
    try JSONParser.parse(Source(Inputs.list(items: items).json()))
  }
}
