/// The ARN of an IAM role, as the annotation `eks.amazonaws.com/role-arn` of a ServiceAccount holds
/// it: `arn:aws:iam::123456789012:role/division/team/name`.
///
/// The EKS webhook takes whatever the annotation says and at most warns; a mistake shows only when
/// the pod's first call to AWS is refused. This is the strict reading: IAM's own rules for account,
/// path and name (IAM API, CreateRole).
package struct RoleARN: Sendable, Equatable, CustomStringConvertible {
  /// `aws`, `aws-cn`, ...
  package let partition: String
  /// Twelve digits.
  package let account: String
  /// Begins and ends with a slash; `/` where the role has no path. IRSA needs it in the ARN.
  package let path: String
  /// 1 to 64 characters.
  package let name: String

  /// Bytes of a path, with its slashes.
  package static let maximumPathBytes = 512
  /// Bytes of a name.
  package static let maximumNameBytes = 64

  /// The partitions that are known (botocore data/partitions.json).
  package static let knownPartitions: [String] = [
    "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
  ]

  /// Whether the partition is one of the known ones. Another `aws-…` may be new, which is worth a
  /// warning and no more.
  package var hasKnownPartition: Bool { Self.knownPartitions.contains(partition) }

  package var description: String { "arn:\(partition):iam::\(account):role\(path)\(name)" }

  /// The partition that a region belongs to.
  package static func partition(ofRegion region: String) -> String {
    let prefixes: [(String, String)] = [
      ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-iso-", "aws-iso"),
      ("us-isob-", "aws-iso-b"), ("eu-isoe-", "aws-iso-e"), ("us-isof-", "aws-iso-f"),
      ("eusc-", "aws-eusc"),
    ]
    return prefixes.first { region.utf8.starts(with: $0.0.utf8) }?.1 ?? "aws"
  }
}

/// Why a text is no ARN of a role, and where in it.
package struct RoleARNError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case empty
    /// A blank or a line break at an end, which YAML's block scalars leave behind.
    case blanks
    /// `<ACCOUNT_ID>`, `${ACCOUNT}`, `{{ .Values.account }}`: not filled in.
    case placeholder
    /// Does not begin with `arn:`; a plain role name, perhaps.
    case prefix
    /// Fewer or more than six fields between colons.
    case fields
    /// Neither `aws` nor `aws-` and lower-case letters, digits and hyphens.
    case partition
    /// `sts` with an assumed role: the ARN of a session, not of the role.
    case session
    /// A service other than `iam`.
    case service
    /// IAM is global: its ARNs have an empty region.
    case region
    /// Not twelve digits. YAML may have read an unquoted account as a number and dropped its zeros.
    case account
    /// `user/`, `group/`, `instance-profile/`, ...: some other thing of IAM.
    case resource
    case emptyName
    case name
    case nameTooLong
    case path
    case pathTooLong
  }

  package let reason: Reason
  /// Byte offset in the text.
  package let offset: Int

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch reason {
    case .empty: "the role ARN is empty"
    case .blanks: "the role ARN has blanks or a line break at an end"
    case .placeholder: "the role ARN has a placeholder that was not filled in"
    case .prefix: "a role ARN begins with arn:, as in arn:aws:iam::123456789012:role/name"
    case .fields:
      "a role ARN has six fields between colons, as in arn:aws:iam::123456789012:role/name"
    case .partition: "the partition of a role ARN is aws, aws-cn, aws-us-gov or another aws-…"
    case .session: "this is the ARN of an assumed role's session; the role's own begins with iam"
    case .service: "the service in a role ARN is iam"
    case .region: "a role ARN has no region; its fourth field is empty"
    case .account: "the account in a role ARN is exactly 12 digits"
    case .resource: "the last field of a role ARN begins with role/"
    case .emptyName: "the role ARN ends without the role's name"
    case .name: "a role's name has letters, digits and _ + = , . @ - only"
    case .nameTooLong: "a role's name is at most \(RoleARN.maximumNameBytes) characters long"
    case .path: "a role's path has printable ASCII characters only"
    case .pathTooLong: "a role's path is at most \(RoleARN.maximumPathBytes) characters long"
    }
  }
}

extension RoleARN {
  package init(parsing text: String) throws(RoleARNError) {
    try self.init(parsing: text.utf8Span.span)
  }

  /// As ``init(parsing:)-(String)``.
  package init(parsing text: Span<UInt8>) throws(RoleARNError) {
    try Self.checkWhole(text)
    // arn:partition:service:region:account:resource; a resource may hold colons, a role's cannot.
    var fields: [Range<Int>] = []
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: ":") {
      fields.append(start..<index)
      start = index + 1
      if fields.count > 6 { break }
    }
    guard fields.first.map({ Self.equals(text, $0, "arn") }) == true, fields.count > 1 else {
      throw RoleARNError(reason: .prefix, offset: 0)
    }
    guard fields.count == 6 else { throw RoleARNError(reason: .fields, offset: 0) }
    try Self.checkPartition(text, fields[1])
    guard Self.equals(text, fields[2], "iam") else {
      throw RoleARNError(
        reason: Self.equals(text, fields[2], "sts") ? .session : .service,
        offset: fields[2].lowerBound)
    }
    guard fields[3].isEmpty else {
      throw RoleARNError(reason: .region, offset: fields[3].lowerBound)
    }
    guard fields[4].count == 12, fields[4].allSatisfy({ text[$0].isDigit }) else {
      throw RoleARNError(reason: .account, offset: fields[4].lowerBound)
    }
    let resource = fields[5]
    let head = resource.lowerBound..<min(resource.lowerBound + 5, resource.upperBound)
    guard Self.equals(text, head, "role/") else {
      throw RoleARNError(reason: .resource, offset: resource.lowerBound)
    }
    let nameStart = try Self.checkPathAndName(text, resource)
    partition = Self.string(text, fields[1])
    account = Self.string(text, fields[4])
    path = Self.string(text, head.upperBound - 1..<nameStart)
    name = Self.string(text, nameStart..<resource.upperBound)
  }

  /// What is wrong with the text as a whole, told before its fields are looked at.
  private static func checkWhole(_ text: Span<UInt8>) throws(RoleARNError) {
    guard text.count > 0 else { throw RoleARNError(reason: .empty, offset: 0) }
    for index in [0, text.count - 1] where text[index] <= UInt8(ascii: " ") {
      throw RoleARNError(reason: .blanks, offset: index)
    }
    for index in 0..<text.count {
      switch text[index] {
      case UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "$"):
        throw RoleARNError(reason: .placeholder, offset: index)
      default: continue
      }
    }
  }

  private static func checkPartition(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(RoleARNError) {
    let error = RoleARNError(reason: .partition, offset: range.lowerBound)
    guard range.count >= 3, equals(text, range.lowerBound..<range.lowerBound + 3, "aws") else {
      throw error
    }
    guard range.count > 3 else { return }
    guard text[range.lowerBound + 3] == UInt8(ascii: "-"), range.count > 4 else { throw error }
    for index in range.dropFirst(4) {
      let byte = text[index]
      guard byte.isLowercaseLetter || byte.isDigit || byte == UInt8(ascii: "-") else {
        throw error
      }
    }
  }

  /// Checks what stands after `role`, and returns where the name begins.
  private static func checkPathAndName(
    _ text: Span<UInt8>, _ resource: Range<Int>
  ) throws(RoleARNError) -> Int {
    var nameStart = resource.lowerBound + 5
    for index in nameStart..<resource.upperBound where text[index] == UInt8(ascii: "/") {
      nameStart = index + 1
    }
    let pathStart = resource.lowerBound + 4
    for index in pathStart..<nameStart where text[index] < 0x21 || text[index] > 0x7E {
      throw RoleARNError(reason: .path, offset: index)
    }
    guard nameStart - pathStart <= maximumPathBytes else {
      throw RoleARNError(reason: .pathTooLong, offset: pathStart)
    }
    guard nameStart < resource.upperBound else {
      throw RoleARNError(reason: .emptyName, offset: nameStart)
    }
    for index in nameStart..<resource.upperBound where !isNameCharacter(text[index]) {
      throw RoleARNError(reason: .name, offset: index)
    }
    guard resource.upperBound - nameStart <= maximumNameBytes else {
      throw RoleARNError(reason: .nameTooLong, offset: nameStart)
    }
    return nameStart
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    if byte.isLowercaseLetter || byte.isUppercaseLetter || byte.isDigit { return true }
    switch byte {
    case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ","),
      UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "-"):
      return true
    default:
      return false
    }
  }

  private static func equals(_ text: Span<UInt8>, _ range: Range<Int>, _ word: String) -> Bool {
    Bytes.equal(text.extracting(range), word.utf8Span.span)
  }

  private static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    Bytes.string(text.extracting(range))
  }
}
