import Documents

/// Reads the custom checks of Polaris, which are JSON Schemas, as far as a rule stands for them:
/// ranges of requests and limits, registries of images, labels and annotations that must be there.
enum PolarisCustomCheck {
  /// Whether a rule stands for all that the schema says.
  static func read(
    _ check: Node, _ name: String, _ action: Action, into draft: inout PolicyDraft
  ) -> Bool {
    guard let schema = check["schema"], schema.isMapping, check["additionalSchemas"] == nil else {
      return false
    }
    let kinds = kinds(of: check)
    switch check["target"]?.string {
    case "Container": return readContainer(schema, action, kinds, into: &draft)
    case "Controller", "PodSpec", "PodTemplate", nil:
      return readMetadata(schema, action, kinds, into: &draft)
    default: return false
    }
  }

  /// The kinds that a check is for; `nil` for all.
  private static func kinds(of check: Node) -> [String]? {
    let kinds = check["controllers"]?["include"]?.strings ?? []
    return kinds.isEmpty ? nil : kinds
  }

  // MARK: Containers

  private static func readContainer(
    _ schema: Node, _ action: Action, _ kinds: [String]?, into draft: inout PolicyDraft
  ) -> Bool {
    guard let properties = schema["properties"] else { return false }
    for (key, value) in properties.entries {
      switch key.text {
      case "image":
        guard let registry = registry(value["pattern"]?.string),
          draft.set(
            "image/allowed-registries", action, kinds: kinds, "registries", [.string(registry)])
        else { return false }
      case "resources":
        guard let ranges = ranges(value), !ranges.isEmpty,
          draft.set("resources/range", action, kinds: kinds, "ranges", .mapping(ranges))
        else { return false }
        // A range says nothing of what is missing; the schema may demand it.
        for demand in demanded(value) {
          if let rule = Catalogue.rule(demand) { draft.set([rule], action, kinds: kinds) }
        }
      default: return false
      }
    }
    return properties.count > 0
  }

  /// `^quay\.io/.+$` is a registry, with or without a path; other expressions are none.
  static func registry(_ pattern: String?) -> String? {
    guard var text = pattern?[...], text.first == "^" else { return nil }
    text = text.dropFirst()
    if text.last == "$" { text = text.dropLast() }
    for ending in [".*", ".+"] where text.hasSuffix(ending) {
      text = text.dropLast(2)
      break
    }
    if text.last == "/" { text = text.dropLast() }
    let plain = text.replacing("\\", with: "")
    let isName =
      !plain.isEmpty
      && plain.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"),
          UInt8(ascii: ":"):
          true
        default: false
        }
      }
    return isName ? String(plain) : nil
  }

  private static let kindsOfAmount = ["requests", "limits"]

  /// `limits.memory: 100M..6G`; `nil` where the schema says something else as well.
  private static func ranges(_ resources: Node) -> [Value.Entry]? {
    var ranges: [Value.Entry] = []
    for (kind, amounts) in resources["properties"].pairs {
      guard kindsOfAmount.contains(kind.text) else { return nil }
      for (name, amount) in amounts["properties"].pairs {
        for (key, _) in amount.entries
        where !["type", "resourceMinimum", "resourceMaximum"].contains(key.text) { return nil }
        let least = amount["resourceMinimum"]?.text ?? ""
        let most = amount["resourceMaximum"]?.text ?? ""
        if least.isEmpty && most.isEmpty { continue }
        ranges.append(.init("\(kind.text).\(name.text)", .string("\(least)..\(most)")))
      }
    }
    return ranges
  }

  /// The rules that demand what the schema requires.
  private static func demanded(_ resources: Node) -> [String] {
    var rules: [String] = []
    for kind in kindsOfAmount {
      guard let required = resources["properties"]?[named: kind]?["required"] else { continue }
      let suffix = kind == "requests" ? "request" : "limit"
      rules += required.strings.map { "resources/\($0)-\(suffix)" }
    }
    return rules
  }

  // MARK: Labels and annotations

  private static func readMetadata(
    _ schema: Node, _ action: Action, _ kinds: [String]?, into draft: inout PolicyDraft
  ) -> Bool {
    guard let properties = schema["properties"], properties.count == 1,
      let parts = properties["metadata"]?["properties"], parts.count > 0
    else { return false }
    for (key, value) in parts.entries {
      let rule: String
      switch key.text {
      case "labels": rule = "meta/required-labels"
      case "annotations": rule = "meta/required-annotations"
      default: return false
      }
      let names = value["required"]?.strings ?? []
      guard !names.isEmpty,
        draft.set(rule, action, kinds: kinds, key.text, .sequence(names.map { .string($0) }))
      else { return false }
      var isWhole = true
      for (name, demand) in value["properties"].pairs {
        if let text = demand["const"]?.string, let glob = KubeLinterTemplates.literal(text),
          draft.set(
            rule, action, kinds: kinds, "values", .mapping([.init(name.text, .string(glob))]))
        {
          continue
        }
        let says = demand.entries.filter { $0.key.text != "type" }
        if !says.isEmpty { isWhole = false }
      }
      if !isWhole {
        draft.lose("of \(key.text) only the names are demanded, not what they hold", at: value)
      }
    }
    return true
  }
}
