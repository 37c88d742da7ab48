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
  /// Whether it follows from what another fact says: alone it is no difference.
  var isImplied = false
  /// Whether it is of what sort something is, beside what it says.
  var isForm = false

  /// What makes two facts of two environments the same one.
  struct Name: Hashable {
    let sort: ParityDifference.Sort?
    let path: String
    let isForm: Bool
  }

  var name: Name { Name(sort: missing ?? unequal, path: path, isForm: isForm) }
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
      guard let node = template.spec[named: field] else { continue }
      note(Self.path(spec + [field]), Spot(node: node, pointer: spec + [field]))
    }
    addResources(
      Owner(
        node: template.spec, path: Self.path(spec), pointer: spec, container: nil, parent: nil))
    var names: [String: Int] = [:]
    for container in template.containers {
      let own = container.name ?? String(container.position)
      let count = names[container.field + "/" + own, default: 0] + 1
      names[container.field + "/" + own] = count
      // The API takes no two of one name, but neither of them shall be passed over.
      add(container, count > 1 ? "\(own)#\(count)" : own, spec)
    }
  }

  /// A container, or the pod as a whole.
  struct Owner {
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

  private mutating func add(_ view: ContainerView, _ name: String, _ spec: [String]) {
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

  mutating func add(
    _ missing: ParityDifference.Sort?, _ unequal: ParityDifference.Sort?, _ tokens: [String],
    _ subject: String, _ node: Node, at pointer: [String]? = nil, value: Value? = nil,
    shown: String? = nil, below parent: String? = nil, isImplied: Bool = false, _ owner: Owner
  ) {
    add(
      ParityFact(
        missing: missing, unequal: unequal, path: owner.path(tokens),
        parent: parent ?? owner.parent, subject: subject, container: owner.container,
        place: owner.spot(node, pointer ?? tokens), value: value, shown: shown,
        isImplied: isImplied))
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
        let name = node[named: field]?["name"]?.string
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
    guard let from = node["valueFrom"], !from.isNull else { return "literal" }
    if let (kind, field) = reference(in: from, fields: ["configMapKeyRef", "secretKeyRef"]) {
      let name = GeneratedName.base(of: from[named: field]?["name"]?.string ?? "", kind)
      return "\(kind.kind) \(name)/\(from[named: field]?["key"]?.string ?? "")"
    }
    if let field = from["fieldRef", "fieldPath"]?.string { return "field \(field)" }
    if let resource = from["resourceFieldRef", "resource"]?.string { return resource }
    if let file = from["fileKeyRef"], file.isMapping {
      let parts = ["volumeName", "path", "key"].map { file[$0]?.string ?? "" }
      return "file " + parts.joined(separator: "/")
    }
    return "elsewhere"
  }

  /// The first of two fields, for a ConfigMap and for a Secret.
  private static func reference(
    in node: Node, fields: [String]
  ) -> (kind: ObjectKind, field: String)? {
    for (field, kind) in zip(fields, [ObjectKind.configMap, .secret])
    where node[named: field]?.isMapping == true {
      return (kind, field)
    }
    return nil
  }

  // MARK: Resources

  private mutating func addResources(_ owner: Owner) {
    guard let resources = owner.node["resources"], resources.isMapping else { return }
    note(owner.path(["resources"]), owner.spot(resources, ["resources"]))
    for list in ["requests", "limits"] {
      guard let node = resources[named: list] else { continue }
      note(owner.path(["resources", list]), owner.spot(node, ["resources", list]))
      for (key, amount) in node.entries where !amount.isContainer && !amount.isNull {
        addAmount(list, key.text, amount, ["resources", list, key.text], owner)
      }
    }
    // A container asks for its limit where it names no request (core/v1 SetDefaults_Pod).
    guard let limits = resources["limits"], owner.container != nil else { return }
    for (key, amount) in limits.entries where !amount.isContainer && !amount.isNull {
      let name = key.text
      if let own = resources["requests"]?[named: name], !own.isNull { continue }
      addAmount("requests", name, amount, ["resources", "limits", name], isImplied: true, owner)
    }
  }

  private mutating func addAmount(
    _ list: String, _ name: String, _ node: Node, _ pointer: [String],
    isImplied: Bool = false, _ owner: Owner
  ) {
    // 1 and 1000m are one amount.
    let amount = (try? Quantity(node))?.decimalText
    add(
      .resource, .resourceAmount, ["resources", list, name], "\(list).\(name)", node,
      at: pointer, value: .string(amount ?? node.text), shown: node.text, isImplied: isImplied,
      owner)
  }
}
