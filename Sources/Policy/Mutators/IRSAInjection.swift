import Documents
import Edits
import Kubernetes

/// What the EKS pod identity webhook injects into pods of a ServiceAccount with a role, for
/// clusters without it and for those who want to see it in their files.
///
/// It does what amazon-eks-pod-identity-webhook does, save that it changes single entries where
/// that one writes whole lists, and that it keeps off a volume of the reserved name that holds
/// something else.
extension IRSAMutator {
  static let volumeName = "aws-iam-token"
  static let mountPath = "/var/run/secrets/eks.amazonaws.com/serviceaccount"
  static let tokenFile = "token"

  func inject(
    _ template: PodTemplate, _ account: String, _ input: MutatorInput,
    _ proposals: inout EditProposals, _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    // The EKS webhook's own selector.
    if template.labels?[named: key("skip-pod-identity-webhook")] != nil { return }
    let volumes = template.spec["volumes"]
    let reserved = volumes?.elements.first { $0["name"]?.isString(Self.volumeName) == true }
    if let reserved, !isOwn(reserved) {
      input.note(
        id, .skipped, at: template.specPath + ["volumes"],
        "nothing injected: the volume \(Self.volumeName) holds something else", to: &notes)
      return
    }
    if let volumes, !volumes.isNull, !volumes.isSequence { return }
    guard template.containers.count <= MutatorLimits.containers else {
      input.note(
        id, .skipped, at: template.specPath,
        "nothing injected: the pod has more than \(MutatorLimits.containers) containers", to: &notes
      )
      return
    }
    guard let arn = roleARN(input, account: account, &notes) else { return }
    if reserved == nil {
      let path = template.specPath + ["volumes"]
      let volume = volume(template)
      if volumes?.isSequence == true {
        try proposals.insert(volume, position: 0, at: path, below: input.object.node, by: id)
      } else {
        try proposals.append(volume, at: path, below: input.object.node, by: id)
      }
    }
    let skipped = skippedContainers(template)
    var isChanged = reserved == nil
    for container in template.containers where container.sort != .ephemeral {
      if let name = container.name, skipped.contains(name) { continue }
      if try inject(container, template, arn, &proposals) { isChanged = true }
    }
    if isChanged {
      input.note(
        id, .applied, at: template.specPath,
        "token and environment of the role injected for the ServiceAccount \(account)", to: &notes)
    }
  }

  // MARK: Containers

  /// Which of the webhook's variables a container has.
  private struct Environment {
    var hasRole = false
    var hasRegion = false
    var hasEndpoints = false

    /// By name alone: where a value comes from does not matter.
    init(_ env: Node?) {
      guard let env else { return }
      for variable in env.elements {
        guard let name = variable["name"], name.isString else { continue }
        if name.textEquals("AWS_ROLE_ARN") || name.textEquals("AWS_WEB_IDENTITY_TOKEN_FILE") {
          hasRole = true
        } else if name.textEquals("AWS_REGION") || name.textEquals("AWS_DEFAULT_REGION") {
          hasRegion = true
        } else if name.textEquals("AWS_STS_REGIONAL_ENDPOINTS") {
          hasEndpoints = true
        }
      }
    }

    var isComplete: Bool { hasRole && hasRegion && hasEndpoints }
  }

  private func inject(
    _ container: ContainerView, _ template: PodTemplate, _ arn: String,
    _ proposals: inout EditProposals
  ) throws(EditConflict) -> Bool {
    let env = container.node["env"]
    let mounts = container.node["volumeMounts"]
    for list in [env, mounts] {
      // A list that is none: the API server refuses it.
      if let list, !list.isNull, !list.isSequence { return false }
    }
    let present = Environment(env)
    // A container that has everything is left alone altogether, and gets no mount either.
    if present.isComplete { return false }
    var isChanged = false
    func add(_ name: String, _ value: String) throws(EditConflict) {
      try proposals.append(
        ["name": .string(name), "value": .string(value)], at: ["env"], below: container.node, by: id
      )
      isChanged = true
    }
    if settings.regionalEndpoints == true, !present.hasEndpoints {
      try add("AWS_STS_REGIONAL_ENDPOINTS", "regional")
    }
    if let region = settings.region, !present.hasRegion {
      try add("AWS_DEFAULT_REGION", region)
      try add("AWS_REGION", region)
    }
    if !present.hasRole {
      try add("AWS_ROLE_ARN", arn)
      try add("AWS_WEB_IDENTITY_TOKEN_FILE", tokenPath(template))
    }
    let isMounted = mounts?.elements.contains { $0["name"]?.isString(Self.volumeName) == true }
    if isMounted != true {
      try proposals.append(
        [
          "name": .string(Self.volumeName), "readOnly": true, "mountPath": .string(Self.mountPath),
        ],
        at: ["volumeMounts"], below: container.node, by: id)
      isChanged = true
    }
    return isChanged
  }

  /// The path that programs read; on Windows with a drive, though the mount itself is without.
  private func tokenPath(_ template: PodTemplate) -> String {
    let path = "\(Self.mountPath)/\(Self.tokenFile)"
    guard template.isWindows else { return path }
    let slash = UInt8(ascii: "/")
    return "C:"
      + String(decoding: path.utf8.map { $0 == slash ? UInt8(ascii: "\\") : $0 }, as: UTF8.self)
  }

  // MARK: The volume

  private var audience: String { settings.audience ?? IRSASettings.defaultAudience }

  private func volume(_ template: PodTemplate) -> Value {
    [
      "name": .string(Self.volumeName),
      "projected": [
        "sources": [
          [
            "serviceAccountToken": [
              "audience": .string(audience),
              "expirationSeconds": .number(String(expiration(template))),
              "path": .string(Self.tokenFile),
            ]
          ]
        ]
      ],
    ]
  }

  /// Seconds: what the pod's annotation says, where it is a number, else the policy.
  private func expiration(_ template: PodTemplate) -> Int64 {
    if let text = template.annotations?[named: key("token-expiration")]?.string,
      let value = Int64(text)
    {
      return min(max(value, APILimits.tokenExpirationMinimum), APILimits.tokenExpirationMaximum)
    }
    return settings.tokenExpiration ?? IRSASettings.defaultExpiration
  }

  /// Whether a volume of the reserved name is what would be injected: a token for the same
  /// audience.
  private func isOwn(_ volume: Node) -> Bool {
    guard let sources = volume["projected", "sources"] else { return false }
    return sources.elements.contains { source in
      source["serviceAccountToken", "audience"]?.isString(audience) == true
        && source["serviceAccountToken", "path"]?.isString(Self.tokenFile) == true
    }
  }

  /// The names in the pod's annotation `skip-containers`.
  private func skippedContainers(_ template: PodTemplate) -> Set<String> {
    guard let text = template.annotations?[named: key("skip-containers")]?.string else { return [] }
    return Set(SeparatedRecord.parse(text) ?? [])
  }
}

/// One record of comma-separated values, as Go's `encoding/csv` reads it: nothing is trimmed, a
/// field that begins with a quote ends with one, and two quotes in it are one.
enum SeparatedRecord {
  /// The fields of the first record; `nil` where a quote stands where none may.
  static func parse(_ text: String) -> [String]? {
    // Empty lines before the record are passed over.
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r") {
      bytes = bytes.dropFirst()
    }
    guard !bytes.isEmpty else { return [] }
    var fields: [String] = []
    while true {
      guard let field = field(&bytes) else { return nil }
      fields.append(field)
      guard bytes.first == UInt8(ascii: ",") else { return fields }
      bytes = bytes.dropFirst()
    }
  }

  private static func field(_ bytes: inout ArraySlice<UInt8>) -> String? {
    let quote = UInt8(ascii: "\"")
    var field: [UInt8] = []
    guard bytes.first == quote else {
      while let byte = bytes.first, !isEnd(byte) {
        guard byte != quote else { return nil }
        field.append(byte)
        bytes = bytes.dropFirst()
      }
      return String(decoding: field, as: UTF8.self)
    }
    bytes = bytes.dropFirst()
    while let byte = bytes.first {
      bytes = bytes.dropFirst()
      guard byte == quote else {
        field.append(byte)
        continue
      }
      if bytes.first == quote {
        field.append(quote)
        bytes = bytes.dropFirst()
      } else {
        if let next = bytes.first, !isEnd(next) { return nil }
        return String(decoding: field, as: UTF8.self)
      }
    }
    return nil
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
