import Documents

/// A node that is a Kubernetes object: a mapping with `apiVersion` and `kind`.
///
/// It may be the root of a document, an item of a `List`, or the `object` of an admission request.
/// A class, since rules and mutators hand it on all the time: a copy of it would count four
/// references.
package final class KubernetesObject: Sendable {
  package let node: Node
  package let apiVersion: String
  package let kind: String
  /// The part of `apiVersion` before the slash; empty for the core group.
  package let group: String
  /// `metadata`, where it is a mapping.
  package let metadata: Node?
  private let fields: MetadataFields

  /// `nil` where `apiVersion` or `kind` is not a string that says something.
  package convenience init?(_ node: Node) {
    guard let apiVersion = node["apiVersion"]?.string, !apiVersion.isEmpty,
      let kind = node["kind"]?.string, !kind.isEmpty
    else { return nil }
    self.init(node, apiVersion: apiVersion, kind: kind)
  }

  private init(_ node: Node, apiVersion: String, kind: String) {
    self.node = node
    self.apiVersion = apiVersion
    self.kind = kind
    let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/"))
    group = slash.map { String(apiVersion[..<$0]) } ?? ""
    let metadata = node["metadata"]
    self.metadata = metadata?.isMapping == true ? metadata : nil
    fields = MetadataFields(of: self.metadata)
  }

  /// The same object after edits, of which `node` is the result: an item of a typed list keeps the
  /// type that it has from there. `nil` where the edits left no object.
  package func edited(_ node: Node) -> KubernetesObject? {
    if let object = KubernetesObject(node) { return object }
    guard node.isMapping, self.node["apiVersion"] == nil, self.node["kind"] == nil else {
      return nil
    }
    return KubernetesObject(node, apiVersion: apiVersion, kind: kind)
  }

  /// The part of `apiVersion` after the slash.
  package var version: String {
    guard let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) else { return apiVersion }
    return String(apiVersion[apiVersion.utf8.index(after: slash)...])
  }

  // An empty name is none: the API leaves the fields out where they are empty.
  package var name: String? { metadata?["name"]?.nonEmptyString }
  package var generateName: String? { metadata?["generateName"]?.nonEmptyString }
  /// The namespace that the object names; not that of a request.
  package var namespace: String? { metadata?["namespace"]?.nonEmptyString }
  package var labels: Node? { fields.labels(of: node.document) }
  package var annotations: Node? { fields.annotations(of: node.document) }

  /// The value of an annotation, where it is a string.
  package func annotation(_ key: String) -> String? { annotations?[named: key]?.string }

  /// The value of a label, where it is a string, or null, which is the empty one.
  package func label(_ key: String) -> String? { labels?[named: key]?.labelValue }

  /// Whether the object says that it is for tools and not for a cluster (KRM functions
  /// specification, annotations).
  package var isLocalConfiguration: Bool {
    annotations?["config.kubernetes.io/local-config"]?.isString("true") == true
  }
}

/// Where `labels` and `annotations` stand in a `metadata`. Nearly everybody asks for them, so they
/// are looked for once.
struct MetadataFields: Sendable {
  /// Rows; 0 where there is none: row 0 is a root, which is a field of nothing.
  private let labels: UInt32
  private let annotations: UInt32

  init(of metadata: Node?) {
    var labels: UInt32 = 0
    var annotations: UInt32 = 0
    metadata?.forEachEntry { key, value in
      switch key.count {
      case 6 where labels == 0 && key.says("labels"): labels = value.index
      case 11 where annotations == 0 && key.says("annotations"): annotations = value.index
      default: break
      }
    }
    self.labels = labels
    self.annotations = annotations
  }

  func labels(of document: Document) -> Node? {
    labels == 0 ? nil : Node(document: document, index: labels)
  }

  func annotations(of document: Document) -> Node? {
    annotations == 0 ? nil : Node(document: document, index: annotations)
  }
}

extension KubernetesObject {
  /// The objects of a document: its root, or the items of a `List`, however deep lists are nested.
  /// Empty where the document is no Kubernetes object. Items that are none are left out.
  package static func objects(of root: Node) -> [KubernetesObject] {
    guard let object = KubernetesObject(root) else { return [] }
    guard object.isList else { return [object] }
    var found: [KubernetesObject] = []
    var open = [(list: object, items: object.node["items"]?.elements.makeIterator())]
    while !open.isEmpty {
      guard let item = open[open.count - 1].items?.next() else {
        open.removeLast()
        continue
      }
      guard let object = KubernetesObject(item) ?? open[open.count - 1].list.typed(item) else {
        continue
      }
      if object.isList {
        open.append((object, object.node["items"]?.elements.makeIterator()))
      } else {
        found.append(object)
      }
    }
    return found
  }

  /// `kind: List`, which `kubectl get -o yaml` writes, or a `…List` with a sequence of items and no
  /// spec, as the API server answers.
  package var isList: Bool {
    kind.utf8.elementsEqual("List".utf8) && group.isEmpty
      || kind.utf8.count > 4 && kind.hasSuffix("List") && node["items"]?.isSequence == true
        && node["spec"] == nil
  }

  /// An item of a typed list, in which the API server leaves out what all items have in common:
  /// those of a `DeploymentList` are Deployments (apimachinery, UnstructuredJSONScheme). `nil`
  /// where the item has one of the two fields, or this is a plain `List`.
  private func typed(_ item: Node) -> KubernetesObject? {
    guard item.isMapping, kind.utf8.count > 4, item["apiVersion"] == nil, item["kind"] == nil else {
      return nil
    }
    return KubernetesObject(item, apiVersion: apiVersion, kind: String(kind.dropLast(4)))
  }
}

extension KubernetesObject {
  /// The label of pods and ReplicaSets that has the part of their name which a Deployment added.
  package static let templateHashLabel = "pod-template-hash"

  /// The names by which a policy may mean the object: its own, `generateName`, and the name of the
  /// workload whose controller made it. Controllers call pods after their owner and a hyphen, and
  /// those of a Deployment put a hash between, which is a label as well. So what a policy says of
  /// the DaemonSet `fluent-bit` holds for its pods, which have no name yet when they are judged.
  package var knownNames: [String] {
    var names = [name, generateName].compactMap(\.self)
    guard var base = generateName ?? name else { return [] }
    if generateName != nil {
      guard base.utf8.last == UInt8(ascii: "-") else { return names }
      base = String(decoding: base.utf8.dropLast(), as: UTF8.self)
      names.append(base)
    }
    if let hash = label(Self.templateHashLabel), !hash.isEmpty {
      let ending = "-" + hash
      if base.utf8.count > ending.utf8.count,
        base.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
      {
        names.append(String(decoding: base.utf8.dropLast(ending.utf8.count), as: UTF8.self))
      }
    }
    return names
  }
}

extension Node {
  fileprivate var nonEmptyString: String? {
    guard let text = string, !text.isEmpty else { return nil }
    return text
  }
}
