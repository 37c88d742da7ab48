import Documents
import Foundation
import Policy
import TestSupport
import Testing

@Suite("Rules that find secrets say nothing of them")
struct SecretTests {
  static let rules = Catalogue.rules.filter(\.hidesSource).map(\.id)
  static let cases = Fixtures.cases.filter { rules.contains($0.rule) && $0.fails }

  /// The text of the scalar that a finding points at, and of what it stands for in base64.
  private func texts(of finding: Finding) -> [String] {
    let text = finding.node.text
    let decoded = Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) }
    return [text] + [decoded].compactMap(\.self)
  }

  @Test("All three rules hide the source")
  func known() {
    #expect(
      Self.rules == [
        "config/secret-in-env-literal", "config/secret-in-configmap", "config/placeholder-secret",
      ])
    #expect(Catalogue.hidingSource == Set(Self.rules))
  }

  @Test("No piece of four characters of a value is in a finding", arguments: cases)
  func silent(fixture: Fixtures.Case) throws {
    let found = try findings(fixture.text(), Fixtures.policy(for: fixture.rule))
    #expect(!found.isEmpty)
    for finding in found {
      // What the same finding says of another value, name and place being equal.
      let said = finding.message + "\n" + finding.remedy
      #expect(finding.fix == nil)
      for text in texts(of: finding) {
        #expect(!said.contains(text), "\(finding.pointer)")
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        where word.count >= 4 && !Self.vocabulary.contains(word.lowercased()) {
          #expect(!said.contains(word), "\(finding.pointer)")
        }
      }
    }
  }

  /// Words that messages have whatever the value is.
  static let vocabulary: Set<String> = [
    "secret", "key", "password", "token", "your", "placeholder", "private", "name", "change",
    "random", "environment", "user", "text", "that", "this",
  ]

  @Test("The message is the same whatever the value is")
  func independent() throws {
    func messages(_ value: String) throws -> [String] {
      try findings(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec: {containers: [{name: api, env: [{name: DB_PASSWORD, value: \(value)}]}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: api}
        data: {db-password: \(value), file: "a=1\\nDB_PASSWORD=\(value)\\n"}
        """, compiled([layer("preset: none\nrules: {config/*: deny}")])
      ).map(\.message)
    }
    let first = try messages("Kd83hsPw")
    #expect(first.count == 3)
    #expect(try messages("qW-77-ertZ") == first)
  }
}

@Suite("What counts as a secret")
struct SecretCountingTests {
  private func isFound(_ name: String, _ value: String) throws -> Bool {
    let text = """
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"},
       "data": {"\(name)": "\(value)"}}
      """
    let policy = try compiled([layer("preset: none\nrules: {config/secret-in-configmap: deny}")])
    return try !findings(text, policy).isEmpty
  }

  @Test(
    "Tokens are known by their prefix, whatever the key is called",
    arguments: [
      "AKIAQ3EGRT5PLVN2DK7W", "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
      "see ghs_0123456789abcdefghijklmnopqrstuvwxyz!", "glpat-x8K2mQv93nLpZr5TyUwB",
      "xoxb-123456789012-abcdefghijklmno", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
      "AIzaSyD8fK3mZq1LxWv0Tn7RbYc5HgJp2QsUe4o", "npm_0123456789abcdefghijklmnopqrstuvwxyz",
      "hvs.CAESIJ8q2mZ0LxWv3Tn7RbYc5HgJp2Qs", "-----BEGIN OPENSSH PRIVATE KEY-----",
      "-----BEGIN ENCRYPTED PRIVATE KEY-----", "-----BEGIN PGP PRIVATE KEY BLOCK-----",
      "amqp://shop:s3cr%2Ft@mq:5672/", "https://user:hunter7@example.com/a?b=c",
      "DefaultEndpointsProtocol=https;AccountName=x;AccountKey="
        + "Qm9ndXNLZXlUaGF0SXNMb25nRW5vdWdoVG9CZUFuQXp1cmVTdG9yYWdlS2V5MDEyMzQ1Njc4OUFCQ0RFRg==",
    ])
  func shapes(value: String) throws {
    #expect(try isFound("x", value))
  }

  @Test(
    "Examples, references and parts of longer words are none",
    arguments: [
      "AKIAIOSFODNN7EXAMPLE", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "AKIAQ3EGRT5PLVN2DK7",
      "AKIAQ3EGRT5PLVN2DK7W9", "XAKIAQ3EGRT5PLVN2DK7W", "-----BEGIN CERTIFICATE-----",
      "-----BEGIN PUBLIC KEY-----", "https://example.com:8080/a@b", "https://user@example.com",
      "http://a:${PASSWORD}@b", "http://a:%s@b", "http://a:***@b", "://a:b@c", "mailto:a:b@c",
      "eyJhbGciOiJIUzI1NiJ9", "sk_live_", "",
    ])
  func noShapes(value: String) throws {
    #expect(try !isFound("x", value))
  }

  @Test(
    "A name says it in every spelling",
    arguments: [
      "password", "DB_PASSWORD", "db-password", "dbPassword", "DbPassword", "db.password",
      "DBPASSWORD", "DB_PW", "mysql_root_passwd", "PGPASS_PROD", "JWT_SECRET_KEY", "clientSecret",
      "SECRET_KEY_BASE", "api_key", "apiKey", "APIKEY", "X-API-Key-2", "private_key",
      "aws_secret_access_key", "AUTH_TOKEN",
    ])
  func names(name: String) throws {
    #expect(try isFound(name, "Kd83hsPw0x") == (name != "PGPASS_PROD"))
  }

  @Test(
    "What is about a secret is none",
    arguments: [
      "PASSWORD_FILE", "TOKEN_URL", "token.ttl", "secretName", "API_KEY_HEADER", "ACCESS_KEY_ID",
      "PUBLIC_KEY", "SSH_PUB_KEY", "MAX_TOKENS", "PASSWORD_MIN_LENGTH", "KEY", "MONKEY", "compass",
      "TOKENIZER", "SECRETARY", "BYPASS", "ALLOW_EMPTY_PASSWORD", "keyboard", "author",
    ])
  func otherNames(name: String) throws {
    #expect(try !isFound(name, "Kd83hsPw0x"))
  }

  @Test("The policy names further secrets, and names that are none")
  func parameters() throws {
    let text = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: x}
      data: {LICENCE: Kd83hsPw, FAKE_PASSWORD: Kd83hsPw, SALT: 4Fz9Kq2LmXw7Rv0TbYc5}
      """
    func pointers(_ parameters: String) throws -> [String] {
      try findings(
        text,
        compiled([
          layer("preset: none\nrules: {config/secret-in-configmap: {action: deny\(parameters)}}")
        ])
      ).map { $0.pointer.description }
    }
    #expect(try pointers("") == ["/data/FAKE_PASSWORD", "/data/SALT"])
    #expect(try pointers(", names: [LICEN?E]").first == "/data/LICENCE")
    #expect(try pointers(", ignoredNames: [FAKE_*]") == ["/data/SALT"])
    #expect(try pointers(", entropy: false") == ["/data/FAKE_PASSWORD"])
  }

  @Test("Hostile texts are read in one pass: a MiB of what could begin a secret")
  func hostile() throws {
    for piece in ["://", "a://b:", "sk-", "eyJ", "-----BEGIN ", "password=", "p:", "AKIA", "$("] {
      let text = String(repeating: piece, count: 1_000_000 / piece.count)
      _ = try isFound("x", text)
    }
  }
}
