import CommandLine
import Documents
import JSONSyntax
import Kubernetes
import Manifests
import Policy
import Reports

/// `kpatch schema check` and `infer`: the schemas of a policy's `configMaps`.
struct SchemaCommands {
  let session: Session

  /// Holds the examples of a policy against its schemas.
  func check() {
    let loaded = PolicyLoader.load(session)
    let output = session.streams.output
    var count = 0
    var wrong = 0
    for outcome in loaded.policy.checkedExamples() {
      count += 1
      guard !outcome.isAsExpected else { continue }
      wrong += 1
      let place = LogLine.escaped(loaded.place(of: outcome.example.origin))
      if outcome.example.isValid {
        output.write("\(place): this example should be valid:\n")
        for message in outcome.messages {
          output.write("  \(LogLine.escaped(message))\n")
        }
      } else {
        output.write("\(place): this example should be refused, and nothing is wrong with it.\n")
      }
    }
    if count == 0 {
      output.write("No example: write some under configMaps[].examples.\n")
    } else {
      let words = "\(count) example\(count == 1 ? "" : "s")"
      output.write(wrong == 0 ? "\(words): ok\n" : "\(words), \(wrong) not as expected\n")
    }
    if wrong > 0 { session.note(.findings) }
  }

  /// Prints a policy that what is there would pass.
  func infer() {
    let finder = session.inputs()
    var inference = SchemaInference()
    var report = TextReport(session.layout(of: session.streams.error))
    func show(_ problem: InputProblem, _ source: Source) {
      var text = ""
      report.append(
        ReportedProblem(problem, source: source, lines: LineTable(source)), to: &text)
      session.streams.error.write(text)
      session.note(.input)
    }
    for problem in finder.problems { show(problem, Source([])) }
    for input in finder.inputs {
      let parsed = ParsedInput(input, limits: .standard)
      if let problem = parsed.problem { show(problem, parsed.source) }
      for document in parsed.documents {
        for object in KubernetesObject.objects(of: document.root) { inference.add(object) }
      }
    }
    session.streams.output.write(Self.text(inference.proposals))
  }

  private static func text(_ groups: [SchemaInference.Group]) -> String {
    var text = """
      # A proposal: what the ConfigMaps that were read have in common. Correct it before it is used:
      # bounds are those of the values that are there, and what only chance made equal is not meant.
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      spec:
        configMaps:

      """
    if groups.isEmpty { return text.dropLast() + " []\n" }
    for group in groups {
      text += "    - match:\n        names: [\(scalar(group.name))]\n"
      text += "      schema:\n        type: object\n"
      if group.required.isEmpty {
        text += "        # No key is in all \(group.count) of them.\n"
      } else {
        text +=
          "        # In \(group.count == 1 ? "the only one" : "all \(group.count) of them").\n"
        text += "        required:\n"
        for key in group.required { text += "          - \(scalar(key))\n" }
      }
      text += "        properties:\(group.keys.isEmpty ? " {}" : "")\n"
      for key in group.keys {
        var remarks: [String] = []
        if key.count < group.count { remarks.append("in \(key.count) of \(group.count)") }
        if !key.remark.isEmpty { remarks.append(key.remark) }
        if !remarks.isEmpty { text += "          # \(remarks.joined(separator: "; "))\n" }
        text += "          \(scalar(key.name)): \(flow(key.schema))\n"
      }
      text +=
        "        # A key that is misspelt is found by this; remove it where others may come.\n"
      text += "        additionalProperties: false\n"
    }
    return text
  }

  /// On one line. Words of JSON are words of YAML.
  private static func flow(_ value: Value) -> String { value.json(.compact) }

  /// In quotes, unless it can be nothing but a word.
  private static func scalar(_ text: String) -> String {
    let isWord = text.utf8.allSatisfy {
      ($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: "-") || $0 >= 48 && $0 <= 57
    }
    let isPlain = isWord && text.utf8.count > 5 && text.utf8.first.map { $0 >= 65 } == true
    return isPlain ? text : Value.string(text).json(.compact)
  }
}
