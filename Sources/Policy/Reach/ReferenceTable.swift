import Documents
import Kubernetes

/// Which ConfigMaps and Secrets somebody reads, and who: by environment, volume or projection of
/// any pod in reach.
struct ReferenceTable: Sendable {
  /// The numbers of the objects that read it, in the order of the input.
  private var readers: [ReachKey: [Int]] = [:]

  init(_ entries: [ObjectIndex.Entry]) {
    for (number, entry) in entries.enumerated() {
      for template in entry.templates {
        ConfigReference.forEach(in: template) { reference in
          let name = ReachKey(reference.kind, in: entry.namespace, named: reference.name)
          if readers[name]?.last != number { readers[name, default: []].append(number) }
        }
      }
    }
  }

  func readsConfigMap(_ name: String, in namespace: String) -> Bool {
    readers[ReachKey(.configMap, in: namespace, named: name)] != nil
  }

  func readers(of kind: ObjectKind, named name: String, in namespace: String) -> [Int] {
    readers[ReachKey(kind, in: namespace, named: name)] ?? []
  }
}

/// A pod's use of a ConfigMap or a Secret.
struct ConfigReference {
  let kind: ObjectKind
  let name: String
  /// The key that is read; `nil` where the whole object is.
  let key: String?
  /// Whether the pod starts without it.
  let isOptional: Bool
  /// What names the object or the key.
  let node: Node
  let place: Place

  /// Where it stands, in numbers: the way in words is made for findings only.
  enum Place {
    /// A variable's `configMapKeyRef` or `secretKeyRef`.
    case variable(Int, field: String)
    /// An element of `envFrom`, `configMapRef` or `secretRef`.
    case environment(Int, field: String)
    /// A volume's `configMap` or `secret`, and one of its items.
    case volume(Int, field: String, item: Int?)
    /// The same in a source of a projected volume.
    case projection(Int, source: Int, field: String, item: Int?)
  }

  /// From the container for the first two, else from the pod's `spec`.
  var path: [String] {
    switch place {
    case .variable(let position, let field):
      ["env", String(position), "valueFrom", field]
    case .environment(let position, let field):
      ["envFrom", String(position), field]
    case .volume(let position, let field, let item):
      ["volumes", String(position), field] + Self.items(item)
    case .projection(let position, let source, let field, let item):
      ["volumes", String(position), "projected", "sources", String(source), field]
        + Self.items(item)
    }
  }

  private static func items(_ item: Int?) -> [String] {
    item.map { ["items", String($0)] } ?? []
  }
}

extension ConfigReference {
  /// Calls `body` for each reference of a pod: `env`, `envFrom`, and volumes of type configMap,
  /// secret and projected, with the keys of their items.
  static func forEach(in template: PodTemplate, _ body: (ConfigReference) -> Void) {
    for container in template.containers { forEach(in: container, body) }
    forEachVolume(of: template, body)
  }

  /// The same for the volumes of a pod.
  static func forEachVolume(of template: PodTemplate, _ body: (ConfigReference) -> Void) {
    guard let volumes = template.spec["volumes"] else { return }
    var position = 0
    for volume in volumes.elements {
      files(volume["configMap"], .configMap, "name", body) {
        .volume(position, field: "configMap", item: $0)
      }
      files(volume["secret"], .secret, "secretName", body) {
        .volume(position, field: "secret", item: $0)
      }
      if let sources = volume["projected", "sources"] {
        for (place, source) in sources.elements.enumerated() {
          files(source["configMap"], .configMap, "name", body) {
            .projection(position, source: place, field: "configMap", item: $0)
          }
          files(source["secret"], .secret, "name", body) {
            .projection(position, source: place, field: "secret", item: $0)
          }
        }
      }
      position += 1
    }
  }

  /// The same for the environment of a container.
  static func forEach(in container: ContainerView, _ body: (ConfigReference) -> Void) {
    if let env = container.node["env"] {
      for (position, variable) in env.elements.enumerated() {
        guard let source = variable["valueFrom"] else { continue }
        for (field, kind) in [("configMapKeyRef", ObjectKind.configMap), ("secretKeyRef", .secret)]
        {
          guard let reference = source[named: field], let name = reference["name"]?.string else {
            continue
          }
          body(
            ConfigReference(
              kind: kind, name: name, key: reference["key"]?.string,
              isOptional: reference["optional"]?.boolean == true, node: reference,
              place: .variable(position, field: field)))
        }
      }
    }
    guard let whole = container.node["envFrom"] else { return }
    for (position, source) in whole.elements.enumerated() {
      for (field, kind) in [("configMapRef", ObjectKind.configMap), ("secretRef", .secret)] {
        guard let reference = source[named: field], let name = reference["name"]?.string else {
          continue
        }
        body(
          ConfigReference(
            kind: kind, name: name, key: nil, isOptional: reference["optional"]?.boolean == true,
            node: reference, place: .environment(position, field: field)))
      }
    }
  }

  private static func files(
    _ source: Node?, _ kind: ObjectKind, _ nameField: String, _ body: (ConfigReference) -> Void,
    _ place: (Int?) -> Place
  ) {
    guard let source, let name = source[named: nameField]?.string else { return }
    let isOptional = source["optional"]?.boolean == true
    guard let items = source["items"], items.count > 0 else {
      body(
        ConfigReference(
          kind: kind, name: name, key: nil, isOptional: isOptional, node: source,
          place: place(nil)))
      return
    }
    for (position, item) in items.elements.enumerated() {
      body(
        ConfigReference(
          kind: kind, name: name, key: item["key"]?.string, isOptional: isOptional,
          node: item, place: place(position)))
    }
  }
}
