import Documents
import Kubernetes

/// Settings of the mutator ``IRSAMutator``: `mutators.irsa` of the policy.
struct IRSASettings: Sendable, Equatable {
  /// Where roles are, and how the one of a ServiceAccount is called.
  struct Role: Sendable, Equatable {
    var partition: String
    /// Twelve digits.
    var account: String
    /// Begins and ends with a slash.
    var path: String
    var name: FieldTemplate

    func arn(named name: String) -> String {
      "arn:\(partition):iam::\(account):role\(path)\(name)"
    }
  }

  /// `nil` where the policy names none: then there are warnings and nothing else.
  var role: Role?
  var region: String?
  var audience: String?
  /// Seconds.
  var tokenExpiration: Int64?
  var regionalEndpoints: Bool?
  /// For workloads that name none.
  var serviceAccountName: FieldTemplate?
  /// Whether the ServiceAccount `default`, which every pod gets that asks for none, may have a
  /// role.
  var includesDefault = false
  /// Whether pods get what the EKS webhook would inject.
  var injects = false
  var prefix = "eks.amazonaws.com"

  static let defaultAudience = "sts.amazonaws.com"
  /// Seconds; what the EKS webhook uses where nothing is said.
  static let defaultExpiration: Int64 = 86_400
  /// Seconds; the EKS webhook raises less to 600, and EKS allows no more than a day.
  static let expirations: ClosedRange<Int64> = 600...86_400
}

extension MutatorDefinition {
  package static let irsa = MutatorDefinition(
    id: "irsa",
    summary: "Gives ServiceAccounts their IAM role, and pods what they need to use it (EKS IRSA).",
    schema: [
      "type": "object",
      "properties": [
        "accountID": [
          "description": "Twelve digits, in quotes: a number would lose leading zeros.",
          "type": "string", "pattern": "^[0-9]{12}$",
        ],
        "partition": ["enum": .sequence(RoleARN.knownPartitions.map { .string($0) })],
        "region": ["type": "string"],
        "roleName": [
          "description": "The role's name, with ${...} fields of the object.", "type": "string",
        ],
        "rolePath": ["type": "string", "pattern": "^/([!-~]+/)?$", "default": "/"],
        "audience": ["type": "string", "default": "sts.amazonaws.com"],
        "tokenExpiration": [
          "description": "Seconds.", "type": "integer", "minimum": 600, "maximum": 86_400,
        ],
        "stsRegionalEndpoints": ["type": "boolean"],
        "serviceAccountName": [
          "description": "Set on workloads that name no ServiceAccount; with ${...} fields.",
          "type": "string",
        ],
        "defaultServiceAccount": ["enum": ["include", "skip"], "default": "skip"],
        "inject": [
          "description": "Injects the environment, volume and mounts of the EKS webhook into pods.",
          "type": "boolean", "default": false,
        ],
        "annotationPrefix": ["type": "string", "default": "eks.amazonaws.com"],
      ],
      "dependentRequired": ["accountID": ["roleName"], "roleName": ["accountID"]],
    ],
    make: { node, reader in IRSASettings(node, &reader).map { IRSAMutator(settings: $0) } })
}

extension IRSASettings {
  private static let keys = [
    "accountID", "partition", "region", "roleName", "rolePath", "audience", "tokenExpiration",
    "stsRegionalEndpoints", "serviceAccountName", "defaultServiceAccount", "inject",
    "annotationPrefix",
  ]

  /// `nil` where something is wrong, after it has been reported.
  init?(_ node: Node, _ reader: inout SettingsReader) {
    let before = reader.problems.count
    reader.keys(
      of: node, known: Self.keys, in: "the settings of irsa", optional: ["match", "exclude"])
    if let value = node["region"] { region = Self.readRegion(value, &reader) }
    role = readRole(node, &reader)
    if let value = node["audience"] { audience = Self.readAudience(value, &reader) }
    if let value = node["tokenExpiration"] {
      tokenExpiration = reader.integer(value, in: Self.expirations, "tokenExpiration, in seconds,")
    }
    if let value = node["stsRegionalEndpoints"] {
      regionalEndpoints = reader.boolean(value, "stsRegionalEndpoints")
    }
    if let value = node["serviceAccountName"] {
      serviceAccountName = reader.template(value, "serviceAccountName")
      if let name = serviceAccountName?.constant, !NameRule.dns1123Subdomain.allows(name) {
        reader.fail(value, "\(quoted(name)) cannot be the name of a ServiceAccount")
      }
    }
    if let value = node["defaultServiceAccount"] {
      includesDefault =
        reader.choice(value, of: ["include", "skip"], "defaultServiceAccount") == "include"
    }
    if let value = node["inject"] {
      injects = reader.boolean(value, "inject") ?? false
      if injects, role == nil, node["accountID"] == nil {
        reader.fail(value, "inject needs a role", "give accountID and roleName")
      }
    }
    if let value = node["annotationPrefix"], let text = reader.string(value, "annotationPrefix") {
      if !NameRule.dns1123Subdomain.allows(text) {
        reader.fail(value, "\(quoted(text)) cannot be the prefix of an annotation")
      }
      prefix = text
    }
    if reader.problems.count != before { return nil }
  }

  // MARK: The role

  private func readRole(_ node: Node, _ reader: inout SettingsReader) -> Role? {
    let partition = readPartition(node, &reader)
    var path = "/"
    if let value = node["rolePath"], let text = reader.string(value, "rolePath") {
      if Self.isPath(text) {
        path = text
      } else {
        reader.fail(
          value, "rolePath \(quoted(text)) is no path of IAM", "it begins and ends with a slash")
      }
    }
    guard node["accountID"] != nil || node["roleName"] != nil else {
      if let value = node["rolePath"] {
        reader.fail(value, "rolePath needs a role", "give accountID and roleName")
      }
      return nil
    }
    guard let accountNode = node["accountID"] else {
      reader.fail(node, "roleName needs accountID", "give the account's twelve digits in quotes")
      return nil
    }
    guard let nameNode = node["roleName"] else {
      reader.fail(node, "accountID needs roleName", "for example ${serviceAccount}-role")
      return nil
    }
    guard let account = Self.readAccount(accountNode, &reader),
      let name = reader.template(nameNode, "roleName")
    else { return nil }
    for case .literal(let text) in name.parts where !text.utf8.allSatisfy(Self.isNameByte) {
      reader.fail(
        nameNode, "roleName has a character that no role's name can have",
        "it has letters, digits and _ + = , . @ - only; give a path in rolePath")
      return nil
    }
    if let text = name.constant, text.isEmpty || text.utf8.count > RoleARN.maximumNameBytes {
      reader.fail(nameNode, "roleName must have 1 to \(RoleARN.maximumNameBytes) characters")
      return nil
    }
    let role = Role(partition: partition, account: account, path: path, name: name)
    do {
      _ = try RoleARN(parsing: role.arn(named: name.constant ?? "name"))
    } catch {
      reader.fail(node, "these settings make no role: \(error.message)")
      return nil
    }
    return role
  }

  private func readPartition(_ node: Node, _ reader: inout SettingsReader) -> String {
    let regional = region.map { RoleARN.partition(ofRegion: $0) }
    guard let value = node["partition"] else { return regional ?? "aws" }
    guard let text = reader.choice(value, of: RoleARN.knownPartitions, "partition") else {
      return "aws"
    }
    if let regional, regional != text {
      reader.fail(value, "partition is \(text), but the region belongs to \(regional)")
    }
    return text
  }

  private static func readAccount(_ node: Node, _ reader: inout SettingsReader) -> String? {
    if node.kind == .integer || node.kind == .float {
      reader.fail(
        node, "accountID must be a string: a number loses leading zeros",
        "put its twelve digits in quotes")
      return nil
    }
    guard let text = reader.string(node, "accountID") else { return nil }
    let isDigits = text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard isDigits, text.utf8.count == 12 else {
      reader.fail(
        node, "accountID \(quoted(text)) is no AWS account", "it has exactly twelve digits")
      return nil
    }
    return text
  }

  private static func readRegion(_ node: Node, _ reader: inout SettingsReader) -> String? {
    guard let text = reader.string(node, "region") else { return nil }
    // Letters, digits and hyphens, such as eu-west-1 and us-gov-east-1.
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isSound =
      parts.count >= 3 && parts.allSatisfy { NameRule.dns1123Label.allows(String($0)) }
      && parts.last?.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } == true
    guard isSound else {
      reader.fail(node, "region \(quoted(text)) is no AWS region", "such as eu-west-1")
      return nil
    }
    return text
  }

  private static func readAudience(_ node: Node, _ reader: inout SettingsReader) -> String? {
    guard let text = reader.string(node, "audience") else { return nil }
    if text.isEmpty || text.utf8.contains(where: { $0 <= 0x20 }) {
      reader.fail(node, "audience must be text without blanks")
      return nil
    }
    return text
  }

  /// IAM API, CreateRole: `(/)|(/[!-DEL]+/)`, 1 to 512 characters. Restricted to what is printable.
  private static func isPath(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.first == UInt8(ascii: "/") && bytes.last == UInt8(ascii: "/")
      && bytes.count <= RoleARN.maximumPathBytes
      && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || "_+=,.@-".utf8.contains(byte)
  }
}

extension SettingsReader {
  /// A text with fields of the object.
  mutating func template(_ node: Node, _ what: String) -> FieldTemplate? {
    guard let text = string(node, what) else { return nil }
    do {
      return try FieldTemplate(parsing: text)
    } catch {
      fail(node, "\(what): \(error.message)", error.remedy)
      return nil
    }
  }
}
