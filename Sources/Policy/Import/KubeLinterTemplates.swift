import Documents

/// Reads custom checks of kube-linter, which are a template with `params` and a `scope`, as far as
/// a rule with parameters stands for the template.
enum KubeLinterTemplates {
  /// What of a custom check could not be carried over, or all of it; `nil` where nothing is lost.
  static func read(_ check: Node, into draft: inout PolicyDraft) -> String? {
    let template = check["template"]?.string ?? ""
    let parameters = check["params"]
    let kinds = kinds(of: check)
    switch template {
    case "required-label", "required-annotation":
      let noun = template == "required-label" ? "labels" : "annotations"
      return readRequired(parameters, noun, kinds, &draft)
    case "cpu-requirements":
      return readAmounts(parameters, ("cpu", "Millis", "m"), kinds, &draft)
    case "memory-requirements":
      return readAmounts(parameters, ("memory", "MB", "Mi"), kinds, &draft)
    case "minimum-replicas":
      return readMinimum("availability/min-replicas", parameters, kinds, &draft)
    case "hpa-minimum-replicas":
      return readMinimum("availability/hpa-min-replicas", parameters, kinds, &draft)
    case "forbidden-service-types": return readServiceTypes(parameters, kinds, &draft)
    case "image-pull-policy":
      let forbidden = Set(parameters?["forbiddenPolicies"]?.strings ?? [])
      guard forbidden.isSuperset(of: ["IfNotPresent", "Never"]) else {
        return "image/pull-policy-always forbids both IfNotPresent and Never"
      }
      return turnOn("image/pull-policy-always", kinds, &draft)
    case "ports":
      guard parameters?["port"]?.integer == 22 else { return "no rule stands for its ports" }
      return turnOn("security/ssh-port", kinds, &draft)
    case "latest-tag": return readImages(parameters, kinds, &draft)
    default: break
    }
    // Templates without parameters are checks of kube-linter's own.
    let rules = KubeLinterImport.rules(named: checks[template] ?? template)
    guard !rules.isEmpty else { return "no rule stands for the template \(quoted(template))" }
    draft.set(rules, .deny, kinds: kinds)
    return parameters.map { $0.count } ?? 0 > 0
      ? "the params of the template \(quoted(template)) are not carried over" : nil
  }

  /// The checks that are named otherwise than their template.
  private static let checks = [
    "privileged": "privileged-container", "read-only-root-fs": "no-read-only-root-fs",
    "liveness-probe": "no-liveness-probe", "readiness-probe": "no-readiness-probe",
    "target-port": "invalid-target-ports", "anti-affinity": "no-anti-affinity",
    "host-mounts": "sensitive-host-mounts",
  ]

  /// The kinds of the scope; `nil` where it is for all that the template is for.
  private static func kinds(of check: Node) -> [String]? {
    let kinds = check["scope"]?["objectKinds"]?.strings ?? []
    if kinds.contains("Any") || kinds.isEmpty { return nil }
    return kinds.flatMap { $0 == "DeploymentLike" ? workloads : [$0] }
  }

  // pkg/objectkinds: what has a pod template, and pods.
  private static let workloads = [
    "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "ReplicationController", "Pod", "Job",
    "CronJob", "DeploymentConfig",
  ]

  private static func turnOn(
    _ id: String, _ kinds: [String]?, _ draft: inout PolicyDraft
  ) -> String? {
    guard let rule = Catalogue.rule(id) else { return "no rule stands for it" }
    draft.set([rule], .deny, kinds: kinds)
    return nil
  }

  /// A text as a pattern that only it matches; `nil` where it has signs of a regular expression.
  static func literal(_ text: String) -> String? {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
          UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"),
          UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "$"),
          UInt8(ascii: "\\"), UInt8(ascii: "!"):
          false
        default: true
        }
      }
    return isPlain ? text : nil
  }

  // MARK: Templates

  private static func readRequired(
    _ parameters: Node?, _ noun: String, _ kinds: [String]?, _ draft: inout PolicyDraft
  ) -> String? {
    let rule = "meta/required-\(noun)"
    guard let key = parameters?["key"]?.string.flatMap(anchored) else {
      return "its key is a regular expression, and \(rule) wants a name"
    }
    guard draft.set(rule, .deny, kinds: kinds, noun, [.string(key)]) else {
      return "no rule stands for it, or one for other kinds does already"
    }
    guard let value = parameters?["value"]?.string, ![".*", ".+", ""].contains(value) else {
      return nil
    }
    guard let pattern = anchored(value),
      draft.set(rule, .deny, kinds: kinds, "values", .mapping([.init(key, .string(pattern))]))
    else {
      return "its value is a regular expression; \(quoted(key)) is demanded with any value"
    }
    return nil
  }

  /// The literal between `^` and `$`, or without them.
  private static func anchored(_ text: String) -> String? {
    var rest = text[...]
    if rest.first == "^" { rest = rest.dropFirst() }
    if rest.last == "$" { rest = rest.dropLast() }
    return literal(String(rest.replacing("\\.", with: ".")))
  }

  /// The template flags amounts that are inside of its bounds, and missing ones as 0.
  private static func readAmounts(
    _ parameters: Node?, _ unit: (resource: String, suffix: String, symbol: String),
    _ kinds: [String]?, _ draft: inout PolicyDraft
  ) -> String? {
    let sorts: [String]
    switch parameters?["requirementsType"]?.string {
    case "request": sorts = ["request"]
    case "limit": sorts = ["limit"]
    case "any": sorts = ["request", "limit"]
    default: return "its requirementsType is none of request, limit, any"
    }
    let lower = parameters?[named: "lowerBound\(unit.suffix)"]?.integer ?? 0
    let upper = parameters?[named: "upperBound\(unit.suffix)"]?.integer
    guard lower >= 0, lower <= maximumAmount, upper ?? 0 <= maximumAmount, upper ?? 0 >= 0 else {
      return "its bounds are no amounts"
    }
    if lower > 0, upper != nil { return "it forbids amounts between two bounds" }
    for sort in sorts {
      if lower == 0, let problem = turnOn("resources/\(unit.resource)-\(sort)", kinds, &draft) {
        return problem
      }
      let range =
        lower > 0 ? "..\(lower - 1)\(unit.symbol)" : "\((upper ?? 0) + 1)\(unit.symbol).."
      if lower == 0, upper ?? 0 == 0 { continue }
      let entry = Value.Entry("\(sort)s.\(unit.resource)", .string(range))
      guard draft.set("resources/range", .deny, kinds: kinds, "ranges", .mapping([entry])) else {
        return "no rule stands for its bounds, or one for other kinds does already"
      }
    }
    return nil
  }

  private static let maximumAmount: Int64 = 1 << 40

  private static func readMinimum(
    _ rule: String, _ parameters: Node?, _ kinds: [String]?, _ draft: inout PolicyDraft
  ) -> String? {
    guard let minimum = parameters?["minReplicas"]?.integer else {
      return turnOn(rule, kinds, &draft)
    }
    guard (1...1000).contains(minimum),
      draft.set(rule, .deny, kinds: kinds, "minimum", .number(String(minimum)))
    else { return "no rule stands for it, or one for other kinds does already" }
    return nil
  }

  private static func readServiceTypes(
    _ parameters: Node?, _ kinds: [String]?, _ draft: inout PolicyDraft
  ) -> String? {
    var missing: [String] = []
    for type in parameters?["forbiddenServiceTypes"]?.strings ?? [] {
      let rule: String? =
        switch type {
        case "NodePort": "network/node-port-service"
        case "LoadBalancer": "network/load-balancer-service"
        default: nil
        }
      guard let rule, turnOn(rule, kinds, &draft) == nil else {
        missing.append(quoted(type))
        continue
      }
    }
    return missing.isEmpty
      ? nil : "no rule forbids services of type \(missing.joined(separator: ", "))"
  }

  private static func readImages(
    _ parameters: Node?, _ kinds: [String]?, _ draft: inout PolicyDraft
  ) -> String? {
    let allowed = parameters?["allowList"]?.strings ?? []
    let blocked = parameters?["blockList"]?.strings ?? []
    var registries: [Value] = []
    for pattern in allowed {
      guard let registry = PolarisCustomCheck.registry(pattern) else {
        return "its allowList is none of registries"
      }
      registries.append(.string(registry))
    }
    if !registries.isEmpty,
      !draft.set(
        "image/allowed-registries", .deny, kinds: kinds, "registries", .sequence(registries))
    {
      return "no rule stands for its allowList, or one for other kinds does already"
    }
    if blocked.isEmpty {
      return registries.isEmpty ? turnOn("image/tag-pinned", kinds, &draft) : nil
    }
    // What kube-linter's own check blocks: the tag latest, and no tag.
    let own = [".*:(latest)$", "^[^:]*$", "(.*/[^:]+)$"]
    guard blocked.allSatisfy(own.contains) else { return "its blockList is not carried over" }
    return turnOn("image/tag-pinned", kinds, &draft)
  }
}
