import Documents
import Kubernetes
import Policy

/// The request of an AdmissionReview (`admission.k8s.io`, v1 and v1beta1), as a view of its nodes.
package final class ReviewRequest: Sendable {
  /// The version that the review came in and that its answer has to have.
  package enum Version: String, Sendable {
    case v1 = "admission.k8s.io/v1"
    case v1beta1 = "admission.k8s.io/v1beta1"
  }

  package let version: Version
  /// The request's uid, a string that is not empty.
  package let uidNode: Node
  package let operation: EvaluationContext.Operation
  /// Empty where the request is for the resource itself.
  package let subresource: String
  /// `kind.kind`: what the object is.
  package let kind: String
  /// Empty for objects that the server is to name, and for a deletion of a whole collection.
  package let name: String
  /// `nil` for objects without a namespace.
  package let namespace: String?
  /// Who asks, where the request says it.
  package let user: UserInfo?
  package let isDryRun: Bool
  /// The object, always a mapping; `nil` on DELETE, and on CREATE of what has no object.
  package let object: Node?
  /// The object before the request, always a mapping; `nil` on CREATE.
  package let oldObject: Node?

  package var uid: String { uidNode.text }

  /// What people know the object by, as reports say it: the name of the request, else that of the
  /// object, or of the old one where a collection is deleted, else the beginning of a name and `*`.
  package var objectName: String {
    guard name.isEmpty, let metadata = (object ?? oldObject)?["metadata"] else { return name }
    if let name = metadata["name"]?.string, !name.isEmpty { return name }
    guard let beginning = metadata["generateName"]?.string, !beginning.isEmpty else { return "" }
    return beginning + "*"
  }

  /// Reads the fields of a review, or says which one is wrong.
  package init(_ root: Node) throws(AdmissionError) {
    guard root.isMapping else { throw Self.wrong("the document", .isNot("an object")) }
    // The uid is looked for first, so that every later error can name it.
    let request = root["request"]
    let fields = Fields(of: request)
    let uid = fields[.uid].flatMap { $0.isString ? $0 : nil }
    func wrong(
      _ path: StaticString, _ problem: AdmissionError.FieldProblem
    ) -> AdmissionError { Self.wrong(path, problem, uid: uid?.text) }

    guard let kind = root["kind"] else { throw wrong("kind", .missing) }
    guard kind.isString("AdmissionReview") else {
      throw wrong("kind", .isNot("AdmissionReview"))
    }
    guard let apiVersion = root["apiVersion"] else { throw wrong("apiVersion", .missing) }
    guard let version = Self.version(apiVersion) else {
      throw wrong(
        "apiVersion", .isNoneOf(["admission.k8s.io/v1", "admission.k8s.io/v1beta1"]))
    }
    guard let request, !request.isNull else { throw wrong("request", .missing) }
    guard request.isMapping else { throw wrong("request", .isNot("an object")) }
    guard let uid else {
      throw wrong("request.uid", fields[.uid] == nil ? .missing : .isNot("a string"))
    }
    guard !uid.textEquals("") else { throw wrong("request.uid", .missing) }
    guard let word = fields[.operation] else { throw wrong("request.operation", .missing) }
    guard let operation = Self.operation(word) else {
      throw wrong("request.operation", .isNoneOf(["CREATE", "UPDATE", "DELETE", "CONNECT"]))
    }
    self.version = version
    uidNode = uid
    self.operation = operation
    try Self.check(fields[.resource]?["resource"], "request.resource.resource", uid)
    subresource = try Self.text(fields[.subresource], "request.subResource", uid)
    let kinds = fields[.kind]
    try Self.check(kinds?["group"], "request.kind.group", uid)
    try Self.check(kinds?["version"], "request.kind.version", uid)
    self.kind = try Self.text(kinds?["kind"], "request.kind.kind", uid)
    name = try Self.text(fields[.name], "request.name", uid)
    let namespace = try Self.text(fields[.namespace], "request.namespace", uid)
    self.namespace = namespace.isEmpty ? nil : namespace
    user = fields[.userInfo].map(UserInfo.init)
    isDryRun = fields[.dryRun]?.boolean ?? false
    object = try Self.object(fields[.object], "request.object", uid)
    oldObject = try Self.object(fields[.oldObject], "request.oldObject", uid)
  }

  /// The fields of `request` that are looked at, found in one pass.
  private struct Fields: ~Copyable {
    enum Name: Int {
      case uid, operation, resource, subresource, kind, name, namespace, userInfo, dryRun
      case object, oldObject
    }

    private let document: Document?
    /// The row of the value of each field, by the field's number; 0 where it is missing: row 0 is
    /// the root, which is no field of anything.
    private let rows: [16 of UInt32]

    init(of request: Node?) {
      var rows = [16 of UInt32](repeating: 0)
      request?.forEachEntry { key, value in
        if let name = Self.name(key) { rows[name.rawValue] = value.index }
      }
      document = request?.document
      self.rows = rows
    }

    subscript(name: Name) -> Node? {
      let row = rows[name.rawValue]
      guard row != 0, let document else { return nil }
      return Node(document: document, index: row)
    }

    private static func name(_ key: Span<UInt8>) -> Name? {
      switch key.count {
      case 3: return key.says("uid") ? .uid : nil
      case 4:
        if key.says("kind") { return .kind }
        return key.says("name") ? .name : nil
      case 6:
        if key.says("object") { return .object }
        return key.says("dryRun") ? .dryRun : nil
      case 8:
        if key.says("resource") { return .resource }
        return key.says("userInfo") ? .userInfo : nil
      case 9:
        if key.says("operation") { return .operation }
        if key.says("namespace") { return .namespace }
        return key.says("oldObject") ? .oldObject : nil
      case 11: return key.says("subResource") ? .subresource : nil
      default: return nil
      }
    }
  }

  private static func version(_ node: Node) -> Version? {
    if node.isString(Version.v1.rawValue) { return .v1 }
    return node.isString(Version.v1beta1.rawValue) ? .v1beta1 : nil
  }

  private static func operation(_ node: Node) -> EvaluationContext.Operation? {
    if node.isString("CREATE") { return .create }
    if node.isString("UPDATE") { return .update }
    if node.isString("DELETE") { return .delete }
    if node.isString("CONNECT") { return .connect }
    return nil
  }

  /// That nothing, null or a text stands there: of what is not looked at further.
  private static func check(
    _ node: Node?, _ path: StaticString, _ uid: Node
  ) throws(AdmissionError) {
    guard let node, !node.isNull, !node.isString else { return }
    throw wrong(path, .isNot("a string"), uid: uid.text)
  }

  /// A text that may be left out, as Go's decoder reads it: nothing and null are the empty text.
  private static func text(
    _ node: Node?, _ path: StaticString, _ uid: Node
  ) throws(AdmissionError) -> String {
    guard let node, !node.isNull else { return "" }
    guard let text = node.string else { throw wrong(path, .isNot("a string"), uid: uid.text) }
    return text
  }

  private static func object(
    _ node: Node?, _ path: StaticString, _ uid: Node
  ) throws(AdmissionError) -> Node? {
    guard let node, !node.isNull else { return nil }
    guard node.isMapping else { throw wrong(path, .isNot("an object"), uid: uid.text) }
    return node
  }

  static func wrong(
    _ path: StaticString, _ problem: AdmissionError.FieldProblem, uid: String? = nil
  ) -> AdmissionError {
    AdmissionError(.field(path: path, problem: problem), uid: uid)
  }
}
