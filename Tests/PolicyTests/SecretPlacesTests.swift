import Documents
import TestSupport
import Testing
import YAMLSyntax

@testable import Policy

@Suite("Lines that may have a secret are not shown, whatever a finding is about")
struct SecretPlacesTests {
  /// Lines with `hunter2` are hidden, all others are shown.
  private func check(_ text: String, _ evaluations: [Evaluation] = []) throws {
    let source = Source(text)
    let document = try #require(try YAMLParser.parse(source).first)
    let places = SecretPlaces(in: document, evaluations)
    let lines = LineTable(source)
    for line in 1...text.split(separator: "\n", omittingEmptySubsequences: false).count {
      let range = lines.range(ofLine: line)
      let isSecret = source.text(of: range).contains("hunter2")
      for offset in range.start...range.end {
        #expect(
          places.hidesLine(at: offset) == isSecret, "line \(line): \(source.text(of: range))")
      }
    }
  }

  @Test("Keys with guarded values are found in any case of their letters")
  func guardedKeys() {
    for key in GuardedKey.allCases {
      for text in [key.rawValue, key.rawValue.uppercased(), key.rawValue.lowercased()] {
        #expect(GuardedKey(letters: text.utf8Span.span) == key)
      }
    }
    for text in ["", "date", "values", "valuf", "binaryDate", "stringDat", "containers"] {
      #expect(GuardedKey(letters: text.utf8Span.span) == nil)
    }
  }

  @Test(
    "Variables whose names say so, in one line and in several",
    arguments: [
      "env: [{name: DB_PASSWORD, value: hunter2}, {name: X, value: 5}]\nimage: a",
      "env:\n- {name: X, value: 5}\n- {value: hunter2, name: DB_PASSWORD}\n- {name: Y, value: 5}",
      "env:\n- name: API_TOKEN\n  value: hunter2\n- name: Y\n  value: 5",
      "env:\n- name: API_TOKEN\n  value: | # hunter2\n    hunter2\n    hunter2\n- name: Y",
      "env:\n- {name: API_TOKEN, value: \"hunter2\n  hunter2\"}\n- {name: Y}",
      // With mistakes.
      "env:\n- {name: API_TOKEN, valu: hunter2}\n- {nam: API_TOKEN, value: hunter2}\n- {name: a}",
      "env:\n- {name: API_TOKEN, x: hunter2}\nenvFrom: []\nx: {name: API_TOKEN, mountPath: y}",
      "env:\n  API_TOKEN: hunter2\n  HOST: a", "envs:\n- {name: API_TOKEN, x: hunter2}",
      "evn:\n- {name: API_TOKEN, Value: hunter2}\n- {name: API_TOKEN, vlaue: hunter2}\n",
      "env: &e\n- {name: API_TOKEN, value: &p hunter2}\n- {name: b, value: c}\nx:\n  env: *e",
      "x: &p hunter2\ny: z\nenv:\n- {name: API_TOKEN, value: *p} # hunter2\n- {name: b}",
    ])
  func variables(text: String) throws { try check(text) }

  @Test(
    "Secrets, whatever their kind is written like, and what looks like one",
    arguments: [
      "kind: secret # hunter2\nmetadata: {} # hunter2\nstringData: # hunter2\n  a: hunter2",
      "kind: Secret[ # hunter2\nb: hunter2", "Kind: SECRETS # hunter2\nb: hunter2",
      "kind: Scret\nmetadata: {name: x}\ndata:\n  a: hunter2\n  b: hunter2\ntype: Opaque",
      "kind: Scret\nstringData: {a: hunter2}\nDATA: hunter2",
      "kind: List\nitems:\n- kind: Service\n  a: {}\n- kind: secret # hunter2\n  a: {} # hunter2\n",
      "kind: ConfigMap # hunter2\nmetadata: {} # hunter2",
    ])
  func secrets(text: String) throws { try check(text) }

  @Test(
    "What has such a name anywhere",
    arguments: [
      "spec:\n  password: hunter2\n  port: 5432", "spec: {db: {apiKey: 5, x: y}} # hunter2",
      "parameters:\n- {name: password, value: hunter2}\n- {name: host, value: a}",
      "password: hunter2\nb: c\npassword: hunter2\n",
      "'apiKey': hunter2\nb: c\n\"apiKey\": hunter2",
    ])
  func names(text: String) throws { try check(text) }

  @Test(
    "Arguments, annotations, addresses and scripts with a secret in them",
    arguments: [
      "args: [--password=hunter2, -v] # x\nimage: a", "args:\n- --db-password=hunter2\n- --port=1",
      "command:\n- run\n- --token\n- hunter2\n- --port\n- 80",
      "args:\n- --token\n- hunter2 # no flag\n- --password\n- --port=1\n",
      "args:\n- -c\n- mysql --password hunter2\n- x", "args:\n- PASSWORD=hunter2 run\n- a=b",
      "args:\n- -c\n- | # hunter2\n  # hunter2\n  export API_TOKEN='hunter2'\n  hunter2\n- x",
      "args:\n- postgres://app:hunter2@db/app\n- https://a.example/x",
      "env:\n- name: DATABASE_URL\n  value: postgres://app:hunter2@db/app\n- name: b",
      "metadata:\n  annotations:\n    last: '{\"a\":{\"password\":\"hunter2\"}}'\n    b: \"c: d\"",
      "metadata:\n  annotations:\n    a: \"{\\\"token\\\": \\\"hunter2\\\"}\"\n  name: b",
      "args: [--password, -hunter2]\nx: y",
      "args:\n- --password\n- -x\n- \"a\\tpassword:\\thunter2\"\n- b",
      "annotations:\n  a: '{\"password\":123456,\"b\":\"hunter2\"}'\n  c: d",
      "spec:\n  run: https://example.com/a/long/address/of/something/somewhere?token=hunter2\n  b: c",
    ])
  func words(text: String) throws { try check(text) }

  @Test(
    "What only speaks of Secrets is shown",
    arguments: [
      "spec:\n  volumes:\n  - {name: jwt-secret, secret: {secretName: jwt-secret}}",
      "volumeMounts:\n- {name: jwt-secret, mountPath: /var/run/secrets, readOnly: true}",
      "env:\n- {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}",
      "envFrom:\n- secretRef: {name: db-password}\nimagePullSecrets:\n- name: registry-secret",
      "kind: Deployment\nautomountServiceAccountToken: false\nserviceAccountName: token-reader",
      "kind: RoleBinding\nroleRef: {kind: Role, name: a}\nvaluesFrom:\n- {kind: Secret, name: b}",
      "kind: ExternalSecret\nspec:\n  data:\n  - {remoteRef: {key: b}}",
      "kind: Pod\nmetadata: {name: token-service}\nenv: [{name: X, value: 5}]",
      "annotations: {app.kubernetes.io/name: password-reset, x: y}\npassword: ''\ntoken: null",
      "image: ghcr.io/a/my-secret:1.2\nargs: [--token-url=https://a, --password-file, /a, x]",
      "args: [ghcr.io/a/my-secret:1.2, --password, --secret-name=a]\ncommand: [--token]",
      "annotations: {a: 'the token', b: secret}\nx: https://a.example/token:80",
    ])
  func others(text: String) throws { try check(text) }

  @Test("What a finding that hides its source is about, also where no name says so")
  func hiding() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: api}
      spec:
        containers:
          - name: api
            image: api
            env: [{name: DSN, value: "postgres://api:hunter2@db/api"}, {name: X, value: 5}]
      """
    let policy = try compiled([layer("preset: none\nrules: {config/secret-in-env-literal: deny}")])
    let evaluations = try Engine(policy).evaluate(documents: documents(text)).flatMap(\.evaluations)
    #expect(evaluations.flatMap(\.findings).count == 1)
    try check(text, evaluations)
    // Without it nothing tells.
    try check(text.replacing("hunter2", with: "x"))
  }

  @Test("A long line with many secrets is gone through once")
  func long() throws {
    let variables = String(repeating: "{name: TOKEN, value: hunter2}, ", count: 20_000)
    try checkEnds("env: [\(variables)]\nimage: a")
  }

  private func checkEnds(_ text: String) throws {
    let document = try #require(try YAMLParser.parse(Source(text)).first)
    let places = SecretPlaces(in: document, [])
    #expect(places.hidesLine(at: 0) && places.hidesLine(at: UInt32(text.utf8.count - 10)))
    #expect(!places.hidesLine(at: UInt32(text.utf8.count - 1)))
  }
}
