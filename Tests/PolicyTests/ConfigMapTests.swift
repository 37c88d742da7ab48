import Documents
import Policy
import TestSupport
import Testing

@Suite("What ConfigMaps carry")
struct ConfigMapTests {
  private func policy(_ configMaps: String) throws -> CompiledPolicy {
    let text = """
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      spec:
        preset: none
        rules: {config/configmap-schema: deny, config/configmap-parses: deny}
        configMaps:
      \(configMaps)
      """
    return try compiled([PolicyLayer(document: try documents(text)[0], name: "p.yaml")])
  }

  /// What each finding points at in the manifest: `line:column text: message`.
  private func found(_ manifest: String, _ configMaps: String) throws -> [String] {
    let documents = try documents(manifest)
    let evaluations = try Engine(policy(configMaps)).evaluate(documents: documents)
    return evaluations.flatMap(\.evaluations).flatMap(\.findings).map { finding in
      let source = finding.node.document.source
      let position = LineTable(source).position(of: Int(finding.range.start))
      let text = source.text(of: finding.range)
      return "\(position.line):\(position.column) \(text): \(finding.message)"
    }
  }

  private static let pool = """
        - schema: {properties: {POOL: {type: integer, maximum: 50}}}
          documents:
            - {keys: [app.yaml, app.json, app.env], schema: {properties: {db: {properties: {pool: {type: integer, maximum: 50}}}, POOL: {type: integer, maximum: 50}}}}
    """

  @Test(
    "A finding points at the place in the manifest, through every style",
    arguments: [
      ("data: {POOL: \"500\"}", ["4:15 500: `POOL` is 500, at most 50 is allowed"]),
      ("data:\n  POOL: '500'", ["5:10 500: `POOL` is 500, at most 50 is allowed"]),
      ("data:\n  POOL: >-\n    500", ["6:5 500: `POOL` is 500, at most 50 is allowed"]),
      (
        "data:\n  app.yaml: |\n    # c\n    db:\n      pool: 99",
        ["8:13 99: in `app.yaml`: `db.pool` is 99, at most 50 is allowed"]
      ),
      (
        "data:\n  app.yaml: |2-\n      db: {x: é,\n        pool: 99}",
        ["7:15 99: in `app.yaml`: `db.pool` is 99, at most 50 is allowed"]
      ),
      (
        "data:\n  app.yaml: \"db:\\n  x: \\u00e9\\n  \\\n    pool: 99\"",
        ["6:11 99: in `app.yaml`: `db.pool` is 99, at most 50 is allowed"]
      ),
      (
        "data:\n  app.json: >\n    {\"db\":\n    {\"pool\":\n    99}}",
        ["8:5 99: in `app.json`: `db.pool` is 99, at most 50 is allowed"]
      ),
      (
        "data:\n  app.env: |\n    A=1\n\n    export POOL=\"99\"  # x",
        ["8:17 \"99\": in `app.env`: `POOL` is 99, at most 50 is allowed"]
      ),
      (
        "data:\n  other.json: |\n    {\"a\": 1,\n     b}",
        [
          "7:6 b: `other.json` is not JSON: a key is expected here"
        ]
      ),
      (
        "binaryData:\n  app.json: eyJkYiI6eyJwb29sIjo5OX19",
        ["5:31 o5OX: in `app.json`: `db.pool` is 99, at most 50 is allowed"]
      ),
    ])
  func positions(data: String, expected: [String]) throws {
    let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n\(data)\n"
    #expect(try found(manifest, Self.pool) == expected)
  }

  @Test("JSON manifests have their places too")
  func json() throws {
    let manifest = #"""
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"},
       "data": {"app.yaml": "db:\n  pool: 99\n"}}
      """#
    #expect(
      try found(manifest, Self.pool) == [
        "2:37 99: in `app.yaml`: `db.pool` is 99, at most 50 is allowed"
      ])
  }

  @Test(
    "A value that could be a secret is not said",
    arguments: [
      ("DB_PASSWORD: hunter2", "DB_PASSWORD: {enum: [a]}"),
      ("URL: postgres://u:hunter2@db", "URL: {format: port}"),
      ("LONG: hunter2hunter2hunter2hunter2hunter2", "LONG: {type: integer}"),
    ])
  func secretValues(data: String, schema: String) throws {
    let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {\(data)}\n"
    let policy = "    - schema: {properties: {\(schema)}}"
    let findings = try Engine(self.policy(policy)).evaluate(documents: documents(manifest))
      .flatMap(\.evaluations).flatMap(\.findings)
    #expect(findings.count == 1)
    #expect(!findings.contains { ($0.message + $0.remedy).contains("hunter2") })
  }

  @Test("Of a Secret nothing is said but keys that the schema names")
  func secrets() throws {
    let manifest = """
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      stringData:
        PORT: hunter2
        PIN: "12"
        users.json: '{"hunter2": {"hunter3": "hunter4"}, "admin": 5, "ids": [1, "hunter6"]}'
        bad.json: '{"hunter7'
      data:
        TOKEN: aHVudGVyMg==
      """
    let policy = """
          - match: {kinds: [Secret]}
            schema:
              properties:
                PORT: {type: integer}
                PIN: {type: integer, minimum: 1000}
                TOKEN: {enum: [a, b]}
              x-comparisons: [PIN > 100]
            documents:
              - keys: ["*.json"]
                schema:
                  properties: {admin: {type: string}, ids: {items: {type: integer}}}
                  additionalProperties: {additionalProperties: false}
      """
    let findings = try Engine(self.policy(policy)).evaluate(documents: documents(manifest))
      .flatMap(\.evaluations).flatMap(\.findings)
    #expect(findings.count == 8)
    for finding in findings {
      #expect(!(finding.message + finding.remedy).contains("hunter"))
      #expect(!finding.message.contains("12"))
    }
    #expect(findings.contains { $0.message.contains("`admin`") })
  }

  @Test("A value that costs too much says so, and ends")
  func bounded() throws {
    // Two ways to each level below: 2^40 of them.
    var definitions = "d0: {type: integer}"
    for level in 1...40 {
      definitions +=
        ", d\(level): {anyOf: [{$ref: '#/$defs/d\(level - 1)', minimum: 1}, {$ref: '#/$defs/d\(level - 1)', minimum: 2}]}"
    }
    let policy =
      "    - {documents: [{keys: [a.json], schema: {$ref: '#/$defs/d40', $defs: {\(definitions)}}}]}"
    let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a.json: '\"x\"'}\n"
    let found = try found(manifest, policy)
    #expect(found.count == 1)
    #expect(found[0].contains("needs more than") && found[0].contains("steps"))
  }

  @Test(
    "A schema that cannot be used is an error at its place",
    arguments: [
      (
        "- {schema: {properties: {A: {type: integre}}}}",
        "5:40 the schema cannot be used: `type`: one of null, boolean, integer, number, string, array, object is wanted, or a list of them"
      ),
      (
        "- {schema: {propertys: {}}}",
        "5:28 the schema cannot be used: `propertys` is no keyword of JSON Schema; did you mean `properties`?"
      ),
      (
        "- {schema: {format: durations}}",
        "5:25 the schema cannot be used: `format`: durations is no format that kpatch knows; did you mean duration?"
      ),
      ("- {schema: {$ref: 'https://example.com/x'}}", nil),
      (
        "- {schema: {x-comparisons: [A]}}",
        "5:32 the schema cannot be used: `x-comparisons`: `A` compares nothing: write it as `A <= B / 2`, with <, <=, >, >=, == or !="
      ),
      (
        "- {documents: [{keys: [app.conf]}]}",
        "5:27 the end of \"app.conf\" says no format; add format: json, yaml, toml, properties, env, ini"
      ),
      (
        "- {documents: [{schema: {}}]}",
        "5:20 the document has no keys; say which keys hold it: keys: [app.yaml]"
      ),
      ("- {match: {kinds: [Pod]}}", "5:23 kinds means neither ConfigMap nor Secret"),
      ("- {booleans: {true: [x], false: [x]}}", "5:18 \"x\" is a spelling of both true and false"),
      (
        "- {workloads: [{when: {}}]}",
        "5:20 the workload's entry demands nothing; add replicas or a schema"
      ),
      (
        "- {examples: {valid: [{A: b}]}}",
        "5:7 examples have nothing to be held against; add a schema"
      ),
      (
        "- {schemas: {}}",
        "5:8 unknown key \"schemas\" in an entry of configMaps; did you mean \"schema\"?"
      ),
    ] as [(String, String?)])
  func problems(entry: String, expected: String?) throws {
    let text = "apiVersion: kpatch.dev/v1alpha1\nkind: Policy\nspec:\n  configMaps:\n    \(entry)\n"
    let document = try documents(text)[0]
    let result = PolicyCompiler.compile([PolicyLayer(document: document, name: "p")], today: nil)
    #expect(result.policy == nil && result.problems.count == 1)
    guard let expected, let problem = result.problems.first else { return }
    let position = LineTable(document.source).position(of: Int(problem.range?.start ?? 0))
    let remedy = problem.remedy.isEmpty ? "" : "; \(problem.remedy)"
    #expect("\(position.line):\(position.column) \(problem.message)\(remedy)" == expected)
  }

  @Test("Schemas refer to one another by their $id")
  func references() throws {
    let policy = """
          - match: {names: [nobody]}
            schema: {$id: "https://example.com/port", type: integer, maximum: 65535}
          - schema: {properties: {PORT: {$ref: "https://example.com/port"}}}
      """
    let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {PORT: \"70000\"}\n"
    #expect(
      try found(manifest, policy) == ["4:15 70000: `PORT` is 70000, at most 65535 is allowed"])
  }

  @Test(
    "Formats",
    arguments: [
      ("duration", ["30s", "1h30m", "250ms", "0"], ["30", "5 minutes", "PT30S", ""]),
      ("iso-duration", ["PT30S", "P1D"], ["30s"]),
      ("quantity", ["512Mi", "1.5Gi", "250m", "1"], ["512MB", "1 Gi", ""]),
      (
        "url", ["https://example.com/a?b", "postgres://u:p@db:5432/x"],
        ["example.com", "mailto:a@b.c", "http://", "http:///x"]
      ),
      (
        "host-port", ["redis:6379", "10.0.0.1:80", "[::1]:443"],
        ["redis", "redis:0", "redis:70000", ":80", "a_b:1", "[x]:1"]
      ),
      (
        "cidr", ["10.0.0.0/8", "::/0", "fd00::/128"],
        ["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "::/129", "1.2.3.4/08", "1.2.3.4/"]
      ),
      ("cron", ["*/5 * * * *", "@daily", "0 3 * * 1-5"], ["every day", "* * * *", "61 * * * *"]),
      ("email", ["a@example.com"], ["a", "@b"]),
      (
        "s3-bucket", ["shop-uploads", "a.b-c1"],
        ["Shop", "ab", "a..b", "-ab", "ab-", "10.0.0.1", "xn--abc", "abc-s3alias", "a_b"]
      ),
      (
        "arn", ["arn:aws:s3:::bucket", "arn:aws:iam::123456789012:role/x:y"],
        ["arn:aws:s3", "arn:gcp:s3:::b", "arn:aws:iam::12:role/x", "x:aws:s3:::b", "arn:aws:s3:::"]
      ),
      (
        "semver", ["1.4.2", "1.0.0-rc.1+build.01", "0.0.0"],
        ["1.4", "v1.4.2", "01.0.0", "1.0.0-01", "1.0.0-", "1.0.0+"]
      ),
      ("port", ["1", "65535"], ["0", "65536", "080", "-1", "", "1.0"]),
      ("log-level", ["info", "WARN", "Error"], ["verbose", "inf", ""]),
      ("base64", ["aGk=", "", "YQ=="], ["a", "aGk", "a b="]),
      ("json", ["{}", "[1]", "\"x\""], ["{", "", "{a: 1}"]),
      ("yaml", ["a: 1", "[1]"], ["a: b: c", "[1"]),
    ])
  func formats(name: String, good: [String], bad: [String]) throws {
    let policy = "    - {schema: {additionalProperties: {format: \(name)}}}"
    let engine = Engine(try self.policy(policy))
    for (texts, isGood) in [(good, true), (bad, false)] {
      for text in texts {
        let object: Value = [
          "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"],
          "data": ["K": .string(text)],
        ]
        let findings = try engine.evaluate(object: Document(object).root).findings
        #expect(findings.isEmpty == isGood, "\(name) \(text)")
      }
    }
  }
}
