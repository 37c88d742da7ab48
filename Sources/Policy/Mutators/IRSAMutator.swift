import Documents
import Edits
import Kubernetes

/// IAM roles for service accounts on EKS.
///
/// Reads `metadata` of ServiceAccounts; of pod templates `metadata.annotations`, `metadata.labels`,
/// `spec.serviceAccountName`, `spec.nodeSelector`, `spec.os`, `spec.volumes`, and `env` and
/// `volumeMounts` of containers. Writes `eks.amazonaws.com/role-arn`, `audience`,
/// `token-expiration` and `sts-regional-endpoints` into the annotations of ServiceAccounts,
/// `spec.serviceAccountName` of workloads that name none, and, where the policy asks for it, what
/// the EKS webhook injects.
///
/// What an author wrote stays. A role's ARN is written only where it is one: a field that the
/// object lacks, or a name that IAM does not take, leaves the object as it is, with a note.
struct IRSAMutator: Mutator {
  let id = "irsa"
  let settings: IRSASettings

  var targets: [MutatorTarget] {
    [MutatorTarget(.kinds([.serviceAccount])), MutatorTarget(.pods)]
  }
  /// Asked for in every object.
  private let roleKey: String

  init(settings: IRSASettings) {
    self.settings = settings
    roleKey = "\(settings.prefix)/role-arn"
  }

  let readsItself = false

  var metadataKeys: [String]? {
    ["role-arn", "audience", "token-expiration", "sts-regional-endpoints"].map(key)
  }

  func minds(metadataKey key: String) -> Bool {
    key.utf8.starts(with: settings.prefix.utf8)
      || settings.role?.name.metadataKeys.contains(key) == true
      || settings.serviceAccountName?.metadataKeys.contains(key) == true
  }

  func propose(
    for input: MutatorInput, into proposals: inout EditProposals, notes: inout [MutatorNote]
  ) throws(EditConflict) {
    guard input.isMutable else { return }
    if input.isKind("ServiceAccount", group: "") {
      try annotate(input, &proposals, &notes)
      return
    }
    guard !input.templates.isEmpty else { return }
    checkPlacement(input, &notes)
    guard !input.hasFrozenSpec else { return }
    for template in input.templates {
      let account = try nameAccount(template, input, &proposals, &notes)
      if settings.injects { try inject(template, account, input, &proposals, &notes) }
    }
  }

  func key(_ name: String) -> String { "\(settings.prefix)/\(name)" }

  // MARK: ServiceAccounts

  private func annotate(
    _ input: MutatorInput, _ proposals: inout EditProposals, _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    let place = MetadataPlace(of: input.object)
    let field = place.annotations
    if field.isMalformed {
      input.malformed(id, "annotations", of: place, to: &notes)
      return
    }
    let written = field.node
    checkValues(written, place, input, &notes)
    var entries: [Value.Entry] = []
    if written?[named: roleKey] == nil {
      guard let arn = roleARN(input, account: input.object.name, &notes) else { return }
      entries.append(.init(roleKey, .string(arn)))
      input.note(
        id, .applied, at: place.path(to: "annotations", roleKey), "given the role \(arn)",
        to: &notes)
    }
    func complete(_ name: String, _ value: String?) {
      guard let value, written?[named: key(name)] == nil else { return }
      entries.append(.init(key(name), .string(value)))
    }
    complete("audience", settings.audience)
    complete("token-expiration", settings.tokenExpiration.map { String($0) })
    complete("sts-regional-endpoints", settings.regionalEndpoints.map { $0 ? "true" : "false" })
    try proposals.add(entries, to: "annotations", field, of: place, by: id)
  }

  /// The role of an account; `nil`, with a note, where the policy's names give none.
  func roleARN(
    _ input: MutatorInput, account: String?, _ notes: inout [MutatorNote]
  ) -> String? {
    guard let role = settings.role else {
      input.note(
        id, .skipped, at: [], "left alone: the policy names no role, by accountID and roleName",
        to: &notes)
      return nil
    }
    if account == "default", !settings.includesDefault {
      input.note(
        id, .skipped, at: [],
        "left alone: every pod that names no ServiceAccount would have the role of default",
        to: &notes)
      return nil
    }
    let name: String
    switch role.name.render({ input.value(of: $0, serviceAccount: account) }) {
    case .text(let text): name = text
    case .missing(let field):
      input.note(
        id, .skipped, at: [], "left alone: the object has no \(field.text) to name the role by",
        to: &notes)
      return nil
    }
    let arn = role.arn(named: name)
    do {
      _ = try RoleARN(parsing: arn)
    } catch {
      input.note(
        id, .skipped, at: [], "left alone: \(quoted(name)) names no role: \(error.message)",
        to: &notes)
      return nil
    }
    return arn
  }

  // MARK: The account of a workload

  /// Names the ServiceAccount of pods that name none, where the policy asks for it; gives the one
  /// that they use.
  private func nameAccount(
    _ template: PodTemplate, _ input: MutatorInput, _ proposals: inout EditProposals,
    _ notes: inout [MutatorNote]
  ) throws(EditConflict) -> String {
    if let written = template.serviceAccountName { return written }
    guard let wanted = settings.serviceAccountName else { return "default" }
    // Something that is no name: the API server refuses it.
    for field in ["serviceAccountName", "serviceAccount"] {
      if let node = template.spec[named: field], !node.isNull, !node.isString { return "default" }
    }
    let path = template.specPath + ["serviceAccountName"]
    let name: String
    // Of a pod without an account there is none to name one by.
    switch wanted.render({ $0 == .serviceAccount ? nil : input.value(of: $0) }) {
    case .text(let text): name = text
    case .missing(let field):
      input.note(
        id, .skipped, at: path,
        "left alone: the object has no \(field.text) to name its ServiceAccount by", to: &notes)
      return "default"
    }
    if let problem = NameRule.dns1123Subdomain.problem(in: name) {
      input.note(
        id, .skipped, at: path,
        "left alone: \(quoted(name)) cannot be a ServiceAccount: \(problem.message)", to: &notes)
      return "default"
    }
    try proposals.set(.string(name), at: path, below: input.object.node, by: id)
    input.note(id, .applied, at: path, "given the ServiceAccount \(name)", to: &notes)
    return name
  }

  // MARK: What has no effect

  /// Values of a ServiceAccount that the EKS webhook ignores or that AWS refuses.
  private func checkValues(
    _ annotations: Node?, _ place: MetadataPlace, _ input: MutatorInput,
    _ notes: inout [MutatorNote]
  ) {
    guard let annotations else { return }
    func warn(_ name: String, _ message: String) {
      input.note(id, .warning, at: place.path(to: "annotations", key(name)), message, to: &notes)
    }
    if let node = annotations[named: roleKey] {
      if node.isString {
        do {
          let arn = try RoleARN(parsing: node.text)
          if !arn.hasKnownPartition { warn("role-arn", "the partition of the role is not known") }
        } catch {
          warn("role-arn", error.message)
        }
      } else {
        warn("role-arn", "annotations are strings, and this is \(node.kind.phrase)")
      }
    }
    if let node = annotations[named: key("token-expiration")] {
      checkExpiration(node).map { warn("token-expiration", $0) }
    }
    if let node = annotations[named: key("sts-regional-endpoints")],
      !node.isString || GoBool.parse(node.text) == nil
    {
      warn("sts-regional-endpoints", "ignored by the EKS webhook: it must be \"true\" or \"false\"")
    }
  }

  /// What is wrong with the seconds that a token shall live.
  private func checkExpiration(_ node: Node) -> String? {
    guard node.isString, let seconds = Int64(node.text) else {
      return "ignored by the EKS webhook: it must be a number of seconds, quoted"
    }
    let allowed = IRSASettings.expirations
    if seconds < allowed.lowerBound {
      return "the EKS webhook makes it \(allowed.lowerBound) seconds, the least there is"
    }
    return seconds > allowed.upperBound
      ? "EKS takes tokens of at most \(allowed.upperBound) seconds" : nil
  }

  /// A role on a workload or its pods, where nobody reads it.
  private func checkPlacement(_ input: MutatorInput, _ notes: inout [MutatorNote]) {
    if input.object.annotations?[named: roleKey] != nil {
      input.note(
        id, .warning, at: ["metadata", "annotations", roleKey],
        "without effect: a role belongs on the ServiceAccount", to: &notes)
    }
    for template in input.templates where !template.isPod {
      guard template.annotations?[named: roleKey] != nil else { continue }
      input.note(
        id, .warning, at: template.path + ["metadata", "annotations", roleKey],
        "without effect: a role belongs on the ServiceAccount", to: &notes)
    }
  }
}
