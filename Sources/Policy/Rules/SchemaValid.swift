// Scenario S64: what is written and has no effect. Reads every field of Kubernetes' own kinds.
// Allowed: the fields that the judging version has, with values of their types, and all that this
// version demands; where the policy names none, all that every version demands. A scalar that only
// needs quotes is `api/string-required`'s.
// Not asked for: the type of a value with a placeholder `${NAME}`, which envsubst or Flux replaces
// before anything reads it; what is missing in a patch, whether a kustomization of the input names
// its file, it has a directive such as `$patch`, or it leaves out all that an object of its kind
// has.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let schemaValid = Rule(
    id: "api/schema-valid",
    title: "Fields exist and have the right type",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .objects,
    isSettledByServer: true,
    fields: ["every field of Kubernetes' own kinds"],
    why:
      "A misspelt field has no effect: the API server refuses it or leaves it out, and what it "
      + "should have set is not set. A value with a placeholder ${NAME} may be anything, and in a "
      + "patch, which $patch or a kustomization of the input tells, nothing is missing.",
    source: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
    remedy: "Correct the field, or remove it.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              readinesProbe:
                httpGet: {path: /ready, port: 8080}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              readinessProbe:
                httpGet: {path: /ready, port: 8080}
        """),
    aliases: [Alias(.kubeLinter, "schema-validation")],
    makeCheck: { _, version in
      let shapes = APIShapes.known
      return .object { scope, findings in
        let object = scope.object
        guard let kind = shapes.kind(object.kind, in: object.apiVersion) else {
          reportKind(of: object, shapes, &findings)
          return
        }
        // What is no longer, or not yet, served is told by `api/deprecated-version`.
        guard kind.versions.contains(version.minor) else { return }
        for fault in ShapeWalk.faults(
          in: object.node, kind: kind, minor: version.minor, isAssumed: version.isAssumed,
          isPatch: scope.context.arePatches)
        where !isForStringRequired(fault) {
          report(fault, kind, shapes, version, &findings)
        }
      }
    })

  private static func report(
    _ fault: ShapeFault, _ kind: APIShapes.Kind, _ shapes: APIShapes, _ version: KubernetesVersion,
    _ findings: inout FindingSink
  ) {
    let name = fault.path.last ?? ""
    let type = fault.types.last.map { shapes.typeName($0).prefix { $0 != ":" } } ?? ""
    let place = fault.path.count == 1 ? kind.kind : String(type)
    var remedy: String?
    let message: FindingMessage
    switch fault.reason {
    case .unknownField:
      message =
        "\(quoted(name)) is no field of \(place): the API server refuses it or leaves it out"
      remedy = hint(name, fault, shapes, version)
    case .notYet(let minor):
      message =
        "\(quoted(name)) is a field of \(place) from Kubernetes 1.\(minor) on, and the policy "
        + "judges by \(version)"
      remedy = "Remove it, or set kubernetesVersion to what the cluster runs."
    case .gone(let minor):
      message = "\(quoted(name)) is no field of \(place) any more from Kubernetes 1.\(minor) on"
    case .missing:
      message = "\(quoted(name)) of \(place) is missing, and the API demands it"
      remedy = "Write \(name)."
    case .wrongType(let shape):
      message = "\(quoted(name)) must be \(shape.phrase) and is \(fault.node.kind.phrase)"
      remedy = "Write \(shape.phrase)."
    case .outOfRange:
      message = "\(quoted(name)) is larger or smaller than its field can hold"
      remedy = "Write a number that fits."
    case .noQuantity:
      message = "\(quoted(name)) is no quantity"
      remedy = "Write a number with a suffix such as m, Mi or Gi."
    case .noBase64:
      message = "\(quoted(name)) is not base64, which the API server demands"
      remedy = "Encode it, or write it as text in stringData where the kind has that."
    }
    findings.report(at: fault.path, on: fault.node, message, remedy: remedy)
  }

  /// What somebody probably meant by a field that is not known here.
  private static func hint(
    _ name: String, _ fault: ShapeFault, _ shapes: APIShapes, _ version: KubernetesVersion
  ) -> String? {
    guard let type = fault.types.last else { return nil }
    let fields = shapes.fields(of: type).filter { $0.field.versions.contains(version.minor) }
    if let near = Nearest.word(to: name, among: fields.map(\.name)) {
      return "Write \(near), if that is what is meant."
    }
    for outer in fault.types.dropLast().reversed() {
      if let found = shapes.fields(of: outer).first(where: { $0.name == name }),
        found.field.versions.contains(version.minor)
      {
        return "It is a field of \(shapes.typeName(outer).prefix { $0 != ":" }), further out."
      }
    }
    for (field, inner) in fields where inner.shape.wrapper == nil && inner.shape.base == .type {
      if shapes.fields(of: inner.shape.typeIndex).contains(where: { $0.name == name }) {
        return "Write it in \(quoted(field))."
      }
    }
    return nil
  }

  /// Whether only quotes are missing, at a place that `api/string-required` looks at.
  private static func isForStringRequired(_ fault: ShapeFault) -> Bool {
    guard case .wrongType(let shape) = fault.reason, shape.wrapper == nil,
      shape.base == .string || shape.base == .base64, !fault.node.isContainer
    else { return false }
    let path = fault.path
    let holder = path.dropLast().last
    switch holder {
    case "labels", "annotations", "matchLabels", "nodeSelector", "command", "args": return true
    case "selector", "data", "stringData": return path.count <= 3
    default:
      return path.dropLast(2).last == "env" && (path.last == "value" || path.last == "name")
    }
  }

  /// Reports a kind that does not exist where somebody looks for it, when it is clear what was
  /// meant: other tools have kinds under `v1` as well.
  private static func reportKind(
    of object: KubernetesObject, _ shapes: APIShapes, _ findings: inout FindingSink
  ) {
    if object.isList || DeprecatedAPI.entry(object.apiVersion, object.kind) != nil { return }
    let served = shapes.kinds.filter { $0.apiVersion == object.apiVersion }
    // Groups without a dot are Kubernetes' own, and so all of their versions are known. Of others,
    // versions that came to their end are not.
    if object.group.utf8.contains(UInt8(ascii: ".")),
      served.isEmpty || object.version.utf8.contains(UInt8(ascii: "a"))
    {
      return
    }
    let named = shapes.kinds.filter { isNamed(object.kind, $0) && $0.versions.last == .max }
    let message: FindingMessage =
      "\(object.apiVersion) has no kind \(quoted(object.kind)): the API server refuses it"
    if let here = named.first(where: { $0.apiVersion == object.apiVersion }) {
      findings.report(
        at: ["kind"], message, remedy: "Write kind: \(here.kind), if that is what is meant.")
    } else if let other = named.min(by: { isBetter($0.apiVersion, $1.apiVersion) }) {
      let kind = other.kind == object.kind ? "" : " and kind: \(other.kind)"
      findings.report(
        at: ["apiVersion"], message, remedy: "Write apiVersion: \(other.apiVersion)\(kind).")
    } else if let near = Nearest.word(to: object.kind, among: served.map(\.kind).sorted()),
      near.utf8.count >= 5
    {
      findings.report(
        at: ["kind"], message, remedy: "Write kind: \(near), if that is what is meant.")
    }
  }

  /// Whether it is the name of this kind, in whichever letters' case.
  private static func isNamed(_ name: String, _ kind: APIShapes.Kind) -> Bool {
    name.utf8.count == kind.kind.utf8.count
      && (name == kind.kind || name.lowercased() == kind.kind.lowercased())
  }

  /// Whether an API version comes before another: those that are no alpha or beta first.
  private static func isBetter(_ left: String, _ right: String) -> Bool {
    func rank(_ version: String) -> (Int, String) {
      let number = version.utf8.split(separator: UInt8(ascii: "/")).last ?? version.utf8[...]
      return (number.contains(UInt8(ascii: "a")) ? 1 : 0, version)
    }
    return rank(left) < rank(right)
  }
}
