import Documents
import Kubernetes

// Probes: what they do, and when. What the API server fills in or takes for the same is the same.

extension ParityFacts {
  /// What a probe does where it says nothing, null or 0 (core/v1 SetDefaults_Probe).
  private static let probeDefaults: [(field: String, value: String)] = [
    ("initialDelaySeconds", "0"), ("periodSeconds", "10"), ("timeoutSeconds", "1"),
    ("successThreshold", "1"), ("failureThreshold", "3"),
  ]

  mutating func addProbe(_ field: String, _ owner: Owner) {
    guard let probe = owner.node[named: field], probe.isMapping, probe.count > 0 else { return }
    let path = owner.path([field])
    add(.probe, nil, [field], field, probe, owner)
    if let (name, handler) = Self.handler(of: probe) {
      let port = handler["port"].map { $0.isContainer ? "" : " :\($0.text)" } ?? ""
      add(
        nil, .probeSetting, [field, "handler"], "\(field) handler", handler, at: [field, name],
        value: .string(name), shown: name + port, below: path, owner)
      note(owner.path([field, name]), owner.spot(handler, [field, name]))
      addHandler(Handler(probe: field, name: name, node: handler), owner)
    }
    for (name, value) in Self.probeDefaults {
      let node = probe[named: name].flatMap { $0.isNull || $0.text == "0" ? nil : $0 }
      add(
        nil, .probeSetting, [field, name], "\(field).\(name)", node ?? probe,
        at: node == nil ? [field] : nil, value: node.map { Value($0) } ?? .number(value),
        shown: node?.text ?? value, below: path, owner)
    }
    let grace = "terminationGracePeriodSeconds"
    let own = probe[named: grace].flatMap { $0.isNull ? nil : $0 }
    add(
      nil, .probeSetting, [field, grace], "\(field).\(grace)", own ?? probe,
      at: own == nil ? [field] : nil, value: own.map { Value($0) } ?? .null,
      shown: own?.text ?? "the pod's", below: path, owner)
  }

  private static func handler(of probe: Node) -> (name: String, node: Node)? {
    for name in ["httpGet", "tcpSocket", "grpc", "exec"] {
      if let node = probe[named: name], !node.isNull { return (name, node) }
    }
    return nil
  }

  // MARK: Handlers

  private struct Handler {
    let probe: String
    let name: String
    let node: Node

    func tokens(_ field: String) -> [String] { [probe, name, field] }
  }

  /// Fields of handlers that are texts, and what they are where they are empty
  /// (core/v1 SetDefaults_HTTPGetAction; an empty host is the pod).
  private static let handlerFields: [String: [(field: String, empty: String)]] = [
    "httpGet": [("port", ""), ("path", "/"), ("host", ""), ("scheme", "HTTP")],
    "tcpSocket": [("port", ""), ("host", "")],
    "grpc": [("port", ""), ("service", "")],
  ]

  private mutating func addHandler(_ handler: Handler, _ owner: Owner) {
    for (field, empty) in Self.handlerFields[handler.name] ?? [] {
      let node = handler.node[named: field].flatMap { $0.isNull || $0.text.isEmpty ? nil : $0 }
      let text = node?.text ?? empty
      let shown =
        text.isEmpty ? "none" : field == "path" ? ParityWords.path(text) : ParityWords.host(text)
      addSetting(
        handler, field, node ?? handler.node, isThere: node != nil,
        value: node.map { Value($0) } ?? .string(empty), shown: shown, owner)
    }
    if handler.name == "httpGet" { addHeaders(handler, owner) }
    if handler.name == "exec" {
      let node = handler.node["command"].flatMap { $0.isNull ? nil : $0 }
      let words = node?.elements.map(\.text) ?? []
      addSetting(
        handler, "command", node ?? handler.node, isThere: node != nil,
        value: .sequence(words.map { .string($0) }),
        shown: words.isEmpty ? "none" : ParityWords.command(words), owner)
    }
  }

  private mutating func addSetting(
    _ handler: Handler, _ field: String, _ node: Node, isThere: Bool, value: Value,
    shown: String?, _ owner: Owner
  ) {
    add(
      nil, .probeSetting, handler.tokens(field), "\(handler.probe).\(handler.name).\(field)",
      node, at: isThere ? nil : [handler.probe, handler.name], value: value, shown: shown,
      below: owner.path([handler.probe, handler.name]), owner)
  }

  /// A header each, all of its values together: a name may come more than once, in any case.
  private mutating func addHeaders(_ handler: Handler, _ owner: Owner) {
    guard let list = handler.node["httpHeaders"] else { return }
    var order: [String] = []
    var values: [String: (position: Int, node: Node, texts: [String])] = [:]
    for (position, node) in list.elements.enumerated() {
      guard let name = node["name"]?.string?.lowercased() else { continue }
      if values[name] == nil {
        order.append(name)
        values[name] = (position, node, [])
      }
      values[name]?.texts.append(node["value"]?.text ?? "")
    }
    for name in order {
      guard let (position, node, texts) = values[name] else { continue }
      let shown = ParityWords.values(texts, of: name)
      add(
        .probeSetting, .probeSetting, handler.tokens("httpHeaders") + [name],
        "\(handler.probe) header \(name)", node,
        at: handler.tokens("httpHeaders") + [String(position)],
        value: .sequence(texts.map { .string($0) }), shown: shown,
        below: owner.path([handler.probe, handler.name]), owner)
    }
  }
}
