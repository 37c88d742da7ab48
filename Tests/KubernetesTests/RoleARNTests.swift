import Kubernetes
import Testing

@Suite("ARNs of IAM roles")
struct RoleARNTests {
  @Test(
    "Roles of every partition, with and without a path",
    arguments: [
      ("arn:aws:iam::123456789012:role/s3-reader", "aws", "/", "s3-reader"),
      ("arn:aws-cn:iam::123456789012:role/a/b/name", "aws-cn", "/a/b/", "name"),
      ("arn:aws-us-gov:iam::000000000000:role/x_+=,.@-9", "aws-us-gov", "/", "x_+=,.@-9"),
      ("arn:aws-eusc:iam::123456789012:role/service-role/n", "aws-eusc", "/service-role/", "n"),
    ])
  func valid(text: String, partition: String, path: String, name: String) throws {
    let role = try RoleARN(parsing: text)
    #expect(role.partition == partition)
    #expect(role.path == path)
    #expect(role.name == name)
    #expect(role.account.utf8.count == 12)
    #expect(role.hasKnownPartition)
    #expect(role.description == text)
  }

  @Test("An unknown partition of AWS is read and said to be unknown")
  func unknownPartition() throws {
    #expect(try !RoleARN(parsing: "arn:aws-moon:iam::123456789012:role/x").hasKnownPartition)
  }

  @Test(
    "Each mistake has its cause and place",
    arguments: [
      ("", .empty, 0), (" arn:aws:iam::123456789012:role/x", .blanks, 0),
      ("arn:aws:iam::123456789012:role/x\n", .blanks, 32),
      ("arn:aws:iam::<ACCOUNT_ID>:role/x", .placeholder, 13),
      ("arn:aws:iam::{{ .Values.account }}:role/x", .placeholder, 13),
      ("s3-reader", .prefix, 0), ("arn", .prefix, 0),
      ("Arn:aws:iam::123456789012:role/x", .prefix, 0),
      ("arn:aws:iam:123456789012:role/x", .fields, 0),
      ("arn:aws:iam::123456789012:role/x:y", .fields, 0),
      ("arn:azure:iam::123456789012:role/x", .partition, 4),
      ("arn:aws-:iam::123456789012:role/x", .partition, 4),
      ("arn:awsx:iam::123456789012:role/x", .partition, 4),
      ("arn:aws-CN:iam::123456789012:role/x", .partition, 4),
      ("arn:aws:sts::123456789012:assumed-role/x/y", .session, 8),
      ("arn:aws:s3::123456789012:role/x", .service, 8),
      ("arn:aws:iam:eu-west-1:123456789012:role/x", .region, 12),
      ("arn:aws:iam::12345678901:role/x", .account, 13),
      ("arn:aws:iam::1234567890123:role/x", .account, 13),
      ("arn:aws:iam::12345678901a:role/x", .account, 13),
      ("arn:aws:iam::123456789012:user/x", .resource, 26),
      ("arn:aws:iam::123456789012:instance-profile/x", .resource, 26),
      ("arn:aws:iam::123456789012:role", .resource, 26),
      ("arn:aws:iam::123456789012:role/", .emptyName, 31),
      ("arn:aws:iam::123456789012:role/a/", .emptyName, 33),
      ("arn:aws:iam::123456789012:role/a b", .name, 32),
      ("arn:aws:iam::123456789012:role/a b/c", .path, 32),
      ("arn:aws:iam::123456789012:role/é", .name, 31),
    ] as [(String, RoleARNError.Reason, Int)])
  func mistakes(text: String, reason: RoleARNError.Reason, offset: Int) {
    let error = #expect(throws: RoleARNError.self) { try RoleARN(parsing: text) }
    #expect(error?.reason == reason)
    #expect(error?.offset == offset)
    #expect(error?.message.isEmpty == false)
  }

  @Test("The limits hold at their values and break one above")
  func limits() throws {
    let head = "arn:aws:iam::123456789012:role"
    let name = String(repeating: "n", count: RoleARN.maximumNameBytes)
    let path = "/" + String(repeating: "p", count: RoleARN.maximumPathBytes - 2) + "/"
    #expect(try RoleARN(parsing: head + path + name).path == path)
    let longName = #expect(throws: RoleARNError.self) {
      try RoleARN(parsing: head + "/" + name + "n")
    }
    #expect(longName?.reason == .nameTooLong)
    let longPath = #expect(throws: RoleARNError.self) {
      try RoleARN(parsing: head + "/p" + path + name)
    }
    #expect(longPath?.reason == .pathTooLong)
  }

  @Test(
    "Regions belong to partitions",
    arguments: [
      ("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"),
      ("us-iso-east-1", "aws-iso"), ("us-isob-east-1", "aws-iso-b"),
      ("eu-isoe-west-1", "aws-iso-e"),
      ("us-isof-south-1", "aws-iso-f"), ("eusc-de-east-1", "aws-eusc"), ("", "aws"),
    ])
  func regions(region: String, partition: String) {
    #expect(RoleARN.partition(ofRegion: region) == partition)
  }
}
