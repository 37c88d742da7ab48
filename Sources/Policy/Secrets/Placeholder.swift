/// Values that stand in examples until somebody fills in a secret, and defaults that everybody
/// knows: `your-secret-key-change-in-production`, `changeme`, `password`, `<token>`.
enum Placeholder {
  private static let maximumBytes = 128

  /// Whether it is one.
  ///
  /// - Parameter isNamed: whether the name of the value says that it is a secret. Then a word that
  ///   elsewhere is an honest value, such as `admin`, counts as well.
  static func matches(_ value: Span<UInt8>, isNamed: Bool) -> Bool {
    guard value.count > 0, value.count <= maximumBytes else { return false }
    // Letters and digits in lower case: `Change-Me` and `changeme` are the same.
    var letters = [128 of UInt8](repeating: 0)
    var count = 0
    var isOneCharacter = true
    var hasVariable = false
    for index in 0..<value.count {
      let byte = value[index]
      if byte != value[0] { isOneCharacter = false }
      if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "{") { hasVariable = true }
      guard byte.isAlphanumeric else { continue }
      letters[count] = byte | 0x20
      count += 1
    }
    if hasVariable { return false }
    if isNamed {
      if isOneCharacter, value.count >= 3 { return true }
      if isInAngles(value) { return true }
    }
    let text = letters.span.extracting(0..<count)
    for phrase in phrases where contains(text, phrase) { return true }
    return isNamed && words.contains { SecretValue.equalsFolded(text, $0) }
  }

  /// `<Client Secret>`, `[password]`.
  private static func isInAngles(_ value: Span<UInt8>) -> Bool {
    let first = value[0]
    let last = value[value.count - 1]
    return value.count > 2
      && (first == UInt8(ascii: "<") && last == UInt8(ascii: ">")
        || first == UInt8(ascii: "[") && last == UInt8(ascii: "]"))
  }

  private static func contains(_ text: Span<UInt8>, _ phrase: String) -> Bool {
    let length = phrase.utf8.count
    guard text.count >= length else { return false }
    for start in 0...text.count - length where SecretShape.has(text, start, phrase) { return true }
    return false
  }

  /// Nobody writes these into a value that is meant.
  private static let phrases = [
    "changeme", "changethis", "changeit", "changeinprod", "changebefore", "pleasechange",
    "replaceme", "replacethis", "replacewith", "tobereplaced", "yoursecret", "yourpassword",
    "yourtoken", "yourapikey", "yourkey", "yourjwt", "youraccesskey", "yourprivatekey",
    "putyour", "insertyour", "enteryour", "placeholder", "notasecret", "dummysecret",
    "dummypassword", "dummytoken", "dummyapikey", "fakepassword", "fakesecret", "examplekey",
    "examplesecret", "examplepassword", "exampletoken", "defaultpassword", "defaultsecret",
    "supersecret", "topsecret", "mysecretkey", "mypassword",
  ]

  /// Honest words elsewhere, but no secret.
  private static let words = [
    "password", "passwd", "pass", "secret", "secretkey", "mysecret", "token", "mytoken", "apikey",
    "key", "admin", "administrator", "root", "guest", "user", "test", "testing", "example", "demo",
    "dummy", "sample", "foo", "bar", "foobar", "baz", "todo", "tbd", "fixme", "qwerty", "letmein",
    "welcome", "123456", "1234567", "12345678", "123456789", "1234567890", "password1",
    "password123", "admin123", "test123", "p4ssw0rd", "passw0rd", "hunter2", "minio", "minio123",
    "minioadmin", "postgres", "mysql", "redis", "rabbitmq", "mongo", "elastic", "grafana",
    "keycloak", "sonar", "somevalue", "value", "string", "unset", "fake", "insecure",
    "development", "dev", "local",
  ]
}
