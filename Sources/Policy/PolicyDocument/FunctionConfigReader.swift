import Documents
import Kubernetes

/// Reads a ConfigMap that is the `functionConfig` of a KRM function: what kpt makes of arguments
/// after `--`, and what kustomize hands over where no policy is written.
///
/// Its `data` has the settings of the command line under the same names: `preset`, `rule`, `mutate`
/// and `kubernetes-version`; several rules or mutators stand with commas or white space between.
struct FunctionConfigReader {
  private var reader: SettingsReader
  private var settings = CommandLineSettings()
  private let name: String

  private static let keys = ["preset", "rule", "mutate", "kubernetes-version"]

  init(name: String) {
    reader = SettingsReader(layer: name)
    self.name = name
  }

  var problems: [PolicyProblem] { reader.problems }

  static func isConfigMap(_ node: Node) -> Bool {
    guard let object = KubernetesObject(node) else { return false }
    return object.kind == "ConfigMap" && object.group.isEmpty
  }

  mutating func read(_ root: Node) -> LayerSettings {
    reader.duplicateKeys(in: root)
    for part in ["binaryData", "spec"] {
      if let node = root[named: part], !node.isNull {
        reader.fail(node, "\(part) is not read", "settings stand in data")
      }
    }
    if let data = root["data"], reader.isMapping(data, "data") {
      for (key, value) in data.entries { read(key, value) }
    }
    var words = CommandLineReader(name: name)
    return words.read(settings)
  }

  private mutating func read(_ key: Node, _ value: Node) {
    let name = key.text
    guard Self.keys.contains(name) else {
      reader.unknown("key", name, at: key, in: "data", known: Self.keys)
      return
    }
    guard let text = reader.string(value, name) else { return }
    let words = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
    var given = CommandLineSettings()
    switch name {
    case "rule":
      given.rules = words
      settings.rules = words
    case "mutate":
      given.mutators = words
      settings.mutators = words
    case "preset":
      given.preset = text
      settings.preset = text
    default:
      given.kubernetesVersion = text
      settings.kubernetesVersion = text
    }
    // Read on its own, so that what is wrong with it is said of its place.
    var wording = CommandLineReader(name: self.name)
    _ = wording.read(given)
    for problem in wording.problems { reader.fail(value, problem.message, problem.remedy) }
  }
}
