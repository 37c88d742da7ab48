import Documents
import Embedded
import Kubernetes
import Schemas

/// Something that an object says and that its counterparts in other environments must say too.
struct ParityFact {
  /// What it is where an environment lacks it; `nil` where that is told by another fact.
  let missing: ParityDifference.Sort?
  /// What it is where environments say different things of it; `nil` where only presence counts.
  let unequal: ParityDifference.Sort?
  /// See ``ParityDifference/path``.
  let path: String
  /// The path of what it is part of; `nil` for the object. Without that there is nothing to
  /// compare.
  var parent: String?
  let subject: String
  var container: String?
  let place: ParityFacts.Spot
  var value: Value?
  /// The value where it may be said.
  var shown: String?

  /// What makes two facts of two environments the same one.
  struct Name: Hashable {
    let sort: ParityDifference.Sort?
    let path: String
  }

  var name: Name { Name(sort: missing ?? unequal, path: path) }
}

/// The facts of one object.
struct ParityFacts {
  /// Where something stands.
  struct Spot {
    let node: Node
    let pointer: [String]
    /// Where the node is a text in which it stands, that part of the text.
    var part: SourceRange?
    var isEncoded = false
  }

  let object: KubernetesObject
  private(set) var facts: [ParityFact] = []
  /// What is there, by path: also what is not compared itself.
  private(set) var spots: [String: Spot] = [:]

  init(_ entry: ObjectIndex.Entry) {
    object = entry.object
    for template in entry.templates { add(template) }
  }

  mutating func add(_ fact: ParityFact) {
    facts.append(fact)
    if spots[fact.path] == nil { spots[fact.path] = fact.place }
  }

  /// Notes that something is there.
  mutating func note(_ path: String, _ spot: Spot) {
    spots[path] = spot
  }

  /// Whether something is there.
  func has(_ path: String) -> Bool { spots[path] != nil }

  /// What is there of a path, as far as it goes.
  func nearest(to path: String) -> Spot {
    var path = path[...]
    while true {
      if let spot = spots[String(path)] { return spot }
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
        return Spot(node: object.node, pointer: [])
      }
      path = path[..<slash]
    }
  }

  static func path(_ tokens: [String]) -> String { JSONPointer(tokens).description }
}

// MARK: - Pods

extension ParityFacts {
  private mutating func add(_ template: PodTemplate) {
    let spec = template.specPath
    note(Self.path(spec), Spot(node: template.spec, pointer: spec))
    for field in ["initContainers", "containers", "ephemeralContainers"] {
      guard let node = template.spec[field] else { continue }
      note(Self.path(spec + [field]), Spot(node: node, pointer: spec + [field]))
    }
    addResources(
      Owner(
        node: template.spec, path: Self.path(spec), pointer: spec, container: nil, parent: nil))
    for container in template.containers { add(container, spec) }
  }

  /// A container, or the pod as a whole.
  private struct Owner {
    let node: Node
    let path: String
    let pointer: [String]
    let container: String?
    let parent: String?

    func spot(_ node: Node, _ tokens: [String]) -> Spot {
      Spot(node: node, pointer: pointer + tokens)
    }

    func path(_ tokens: [String]) -> String { path + ParityFacts.path(tokens) }
  }

  private mutating func add(_ view: ContainerView, _ spec: [String]) {
    let name = view.name ?? String(view.position)
    let path = Self.path(spec + [view.field, name])
    let pointer = spec + [view.field, String(view.position)]
    let word =
      switch view.field {
      case "initContainers": "init container"
      case "ephemeralContainers": "ephemeral container"
      default: "container"
      }
    add(
      ParityFact(
        missing: .container, unequal: nil, path: path, subject: word, container: name,
        place: Spot(node: view.node, pointer: pointer)))
    let owner = Owner(
      node: view.node, path: path, pointer: pointer, container: name, parent: path)
    addImage(owner)
    addEnvironment(owner)
    for field in ["startupProbe", "readinessProbe", "livenessProbe"] { addProbe(field, owner) }
    addResources(owner)
  }

  private mutating func add(
    _ missing: ParityDifference.Sort?, _ unequal: ParityDifference.Sort?, _ tokens: [String],
    _ subject: String, _ node: Node, at pointer: [String]? = nil, value: Value? = nil,
    shown: String? = nil, below parent: String? = nil, _ owner: Owner
  ) {
    add(
      ParityFact(
        missing: missing, unequal: unequal, path: owner.path(tokens),
        parent: parent ?? owner.parent, subject: subject, container: owner.container,
        place: owner.spot(node, pointer ?? tokens), value: value, shown: shown))
  }

  // MARK: Images

  private mutating func addImage(_ owner: Owner) {
    guard let node = owner.node["image"], let text = node.string, !text.isEmpty else { return }
    guard let image = try? ImageReference(parsing: text) else {
      // What is no reference may be an address with a password.
      add(.image, .image, ["image"], "image", node, value: .string(text), owner)
      return
    }
    add(
      .image, .image, ["image"], "image", node, value: .string(image.repository),
      shown: (image.domain.map { $0 + "/" } ?? "") + image.path, owner)
    let digest = image.digest.map { "@" + $0 } ?? ""
    // What names neither tag nor digest means the tag latest.
    let tag = image.tag ?? (digest.isEmpty ? "latest" : "")
    add(
      nil, .imageVersion, ["image"], "image version", node, value: .string(tag + digest),
      shown: image.tag == nil && digest.isEmpty ? "no tag" : tag + digest, owner)
  }

  // MARK: Environment

  private mutating func addEnvironment(_ owner: Owner) {
    if let env = owner.node["env"] {
      note(owner.path(["env"]), owner.spot(env, ["env"]))
      for (position, node) in env.elements.enumerated() {
        guard let name = node["name"]?.string else { continue }
        let pointer = ["env", String(position)]
        add(.env, nil, ["env", name], "env \(name)", node, at: pointer, owner)
        let source = Self.source(of: node)
        add(
          nil, .envSource, ["env", name], "source of env \(name)", node, at: pointer,
          value: .string(source), shown: source, below: owner.path(["env", name]), owner)
      }
    }
    guard let whole = owner.node["envFrom"] else { return }
    note(owner.path(["envFrom"]), owner.spot(whole, ["envFrom"]))
    for (position, node) in whole.elements.enumerated() {
      guard let (kind, field) = Self.reference(in: node, fields: ["configMapRef", "secretRef"]),
        let name = node[field, "name"]?.string
      else { continue }
      let source = "\(kind.kind) \(GeneratedName.base(of: name, kind))"
      let prefix = node["prefix"]?.string ?? ""
      add(
        .env, nil, ["envFrom", source + (prefix.isEmpty ? "" : " " + prefix)],
        "envFrom \(source)" + (prefix.isEmpty ? "" : ", prefix \(prefix)"), node,
        at: ["envFrom", String(position)], owner)
    }
  }

  /// Where a variable's value comes from.
  private static func source(of node: Node) -> String {
    guard let from = node["valueFrom"] else { return "literal" }
    if let (kind, field) = reference(in: from, fields: ["configMapKeyRef", "secretKeyRef"]) {
      let name = GeneratedName.base(of: from[field, "name"]?.string ?? "", kind)
      return "\(kind.kind) \(name)/\(from[field, "key"]?.string ?? "")"
    }
    if let field = from["fieldRef", "fieldPath"]?.string { return "field \(field)" }
    if let resource = from["resourceFieldRef", "resource"]?.string { return resource }
    return "elsewhere"
  }

  /// The first of two fields, for a ConfigMap and for a Secret.
  private static func reference(
    in node: Node, fields: [String]
  ) -> (kind: ObjectKind, field: String)? {
    for (field, kind) in zip(fields, [ObjectKind.configMap, .secret])
    where node[field]?.isMapping == true {
      return (kind, field)
    }
    return nil
  }

  // MARK: Probes

  /// What a probe does where it does not say so (core/v1 SetDefaults_Probe).
  private static let probeDefaults: [(field: String, value: String)] = [
    ("initialDelaySeconds", "0"), ("periodSeconds", "10"), ("timeoutSeconds", "1"),
    ("successThreshold", "1"), ("failureThreshold", "3"),
  ]

  private mutating func addProbe(_ field: String, _ owner: Owner) {
    guard let probe = owner.node[field], probe.isMapping, probe.count > 0 else { return }
    let path = owner.path([field])
    add(.probe, nil, [field], field, probe, owner)
    if let (name, handler) = Self.handler(of: probe) {
      add(
        nil, .probeSetting, [field, "handler"], "\(field) handler", handler, at: [field, name],
        value: .mapping([.init(name, Self.settled(handler))]), shown: Self.words(name, handler),
        below: path, owner)
    }
    for (name, value) in Self.probeDefaults {
      let node = probe[name]
      let isGiven = node.map { !$0.isNull } == true
      add(
        nil, .probeSetting, [field, name], "\(field).\(name)", node ?? probe,
        at: isGiven ? nil : [field],
        value: isGiven ? node.map { Value($0) } : .number(value),
        shown: isGiven ? node?.text : value, below: path, owner)
    }
  }

  private static func handler(of probe: Node) -> (name: String, node: Node)? {
    for name in ["httpGet", "tcpSocket", "grpc", "exec"] {
      if let node = probe[name], !node.isNull { return (name, node) }
    }
    return nil
  }

  /// A handler without what is a default of the API (core/v1 SetDefaults_HTTPGetAction).
  private static func settled(_ handler: Node) -> Value {
    guard case .mapping(let entries) = Value(handler) else { return Value(handler) }
    return .mapping(
      entries.filter {
        !($0.key == "path" && $0.value == "/" || $0.key == "scheme" && $0.value == "HTTP")
      })
  }

  /// A command, headers and a query may hold what is nobody's business.
  private static func words(_ name: String, _ handler: Node) -> String {
    guard name != "exec", let port = handler["port"], !port.isContainer else { return name }
    let path = (handler["path"]?.string ?? (name == "httpGet" ? "/" : "")).prefix { $0 != "?" }
    return "\(name) :\(port.text)\(path)"
  }

  // MARK: Resources

  private mutating func addResources(_ owner: Owner) {
    guard let resources = owner.node["resources"], resources.isMapping else { return }
    note(owner.path(["resources"]), owner.spot(resources, ["resources"]))
    for list in ["requests", "limits"] {
      guard let node = resources[list] else { continue }
      note(owner.path(["resources", list]), owner.spot(node, ["resources", list]))
      for (key, amount) in node.entries where !amount.isContainer && !amount.isNull {
        addAmount(list, key.text, amount, ["resources", list, key.text], owner)
      }
    }
    // A container asks for its limit where it names no request (core/v1 SetDefaults_Pod).
    guard let limits = resources["limits"], owner.container != nil else { return }
    for (key, amount) in limits.entries where !amount.isContainer && !amount.isNull {
      let name = key.text
      if let own = resources["requests", name], !own.isNull { continue }
      addAmount("requests", name, amount, ["resources", "limits", name], owner)
    }
  }

  private mutating func addAmount(
    _ list: String, _ name: String, _ node: Node, _ pointer: [String], _ owner: Owner
  ) {
    // 1 and 1000m are one amount.
    let amount = (try? Quantity(node))?.decimalText
    add(
      .resource, .resourceAmount, ["resources", list, name], "\(list).\(name)", node,
      at: pointer, value: .string(amount ?? node.text), shown: node.text, owner)
  }
}
