import Documents
import Policy
import Testing

@Suite("ConfigMaps and Secrets in step")
struct ParityDataTests {
  private static func lines(_ texts: String..., spec: String = "preset: none") throws -> [String] {
    let names = ["a", "b", "c", "d"].prefix(texts.count)
    let policy = try compiled([layer(spec)])
    return ParityLine.all(
      try ParityLine.parity(zip(names, texts).map { ($0, $1) }, policy), Array(names))
  }

  private static func settings(_ name: String, _ namespace: String, _ data: String) -> String {
    """
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: \(name), namespace: "\(namespace)"}
    data: {\(data)}

    """
  }

  static let madeSecrets: [(text: String, path: String)] = [
    (
      """
      apiVersion: bitnami.com/v1alpha1
      kind: SealedSecret
      metadata: {name: s}
      spec: {encryptedData: {a: AgBy, KEY: AgBz}}
      """, "SealedSecret/s /spec/encryptedData/KEY"
    ),
    (
      """
      apiVersion: external-secrets.io/v1
      kind: ExternalSecret
      metadata: {name: s}
      spec: {data: [{secretKey: a, remoteRef: {key: x}}, {secretKey: KEY, remoteRef: {key: x}}]}
      """, "ExternalSecret/s /spec/data/KEY"
    ),
  ]

  @Test("Of what makes Secrets the names of the keys are compared", arguments: madeSecrets)
  func madeKeys(text: String, path: String) throws {
    // Without the last key, and with another value of the first one.
    let other = text.replacing("KEY", with: "a").replacing("AgBy, a", with: "AgBz, b")
    let lines = try Self.lines(text, other)
    #expect(lines.contains("key \(path) a=there b=missing"), "\(lines)")
    #expect(!lines.joined().contains("AgB"))
    #expect(try Self.lines(text, text.replacing("AgBz", with: "AgBx")).isEmpty)
  }

  // MARK: Values of ConfigMaps

  /// What two ConfigMaps carry, and the lines that follow.
  static let values: [(one: String, other: String, lines: [String])] = [
    ("cpu: '1'", "cpu: 1000m", []), ("time: 60s", "time: 1m", []),
    ("cpu: 1G", "cpu: 1Gi", ["value /data/cpu a=1G b=1Gi"]),
    ("time: soon", "time: later", ["value /data/time a=soon b=later"]),
    ("either: 60s", "either: 1m", ["value /data/either a=60s b=1m"]),
    ("app.yaml: 'wait: 60s'", "app.yaml: 'wait: 1m0s'", []),
    (
      "app.yaml: 'l: {}'", "app.yaml: 'l: 5'",
      ["value /data/app.yaml/l a=a mapping b=5"]
    ),
    (
      "app.yaml: 'l: {a: 1, b: 2}'", "app.yaml: 'l: [5]'",
      ["value /data/app.yaml/l a=a mapping b=a list of 1"]
    ),
    (
      "app.yaml: 'l: {a: 1, b: 2}'", "app.yaml: 'wait: 1s'",
      [
        "value /data/app.yaml/l a=a mapping b=missing",
        "value /data/app.yaml/wait a=missing b=1s",
      ]
    ),
    ("app.yaml: 'l: {a: 1}'", "app.yaml: 'l: {a: 2}'", ["value /data/app.yaml/l/a a=1 b=2"]),
    (
      "app.yaml: 'wait: 1s'", "app.yaml: \"wait: 1s\\n---\\nwait: 1s\"",
      ["value /data/app.yaml a=a mapping b=2 documents"]
    ),
    ("app.yaml: 'wait: 1s'", "app.yaml: \"# what\\n---\\nwait: 1s\\n---\\n\"", []),
    ("app.yaml: 'wait: 1s'", "app.yaml: '[1]'", ["value /data/app.yaml a=a mapping b=a list of 1"]),
    (
      "app.yaml: \"wait: 1s\\n---\\nwait: 1s\"", "app.yaml: \"wait: 1s\\n---\\nwait: 2s\"",
      ["value /data/app.yaml/1/wait a=1s b=2s"]
    ),
  ]

  @Test("Values are compared by what they are worth to the schema", arguments: values)
  func worth(one: String, other: String, lines: [String]) throws {
    let spec = """
      configMaps:
        - schema:
            properties:
              cpu: {format: quantity}
              time: {format: duration}
              either: {anyOf: [{format: duration}, {format: quantity}]}
          documents:
            - keys: [app.yaml]
              schema:
                properties:
                  wait: {format: duration}
                  l: {properties: {a: {type: integer}, b: {type: integer}}}
      """
    let found = try Self.lines(
      Self.settings("s", "", one), Self.settings("s", "", other), spec: spec)
    #expect(found.map { $0.replacing("ConfigMap/s ", with: "") } == lines)
  }

  @Test("A key that is text here and binary there is one difference")
  func fields() throws {
    func object(_ field: String, _ value: String) -> String {
      Self.settings("s", "", "").replacing("data: {}", with: "\(field): {A: \(value)}")
    }
    let spec = "configMaps: [{schema: {properties: {A: {type: string}}}}]"
    #expect(
      try Self.lines(object("data", "a"), object("binaryData", "YQ=="), spec: spec) == [
        "key ConfigMap/s /data/A a=in data b=in binaryData"
      ])
    #expect(
      try Self.lines(object("binaryData", "YQ=="), object("binaryData", "Yg=="), spec: spec) == [
        "value ConfigMap/s /data/A a=a b=b"
      ])
  }
}
