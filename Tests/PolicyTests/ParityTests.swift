import Documents
import Policy
import Testing

@Suite("Environments in step")
struct ParityTests {
  private static func lines(_ texts: String..., spec: String = "preset: none") throws -> [String] {
    let names = ["a", "b", "c", "d"].prefix(texts.count)
    let policy = try compiled([layer(spec)])
    return ParityLine.all(
      try ParityLine.parity(zip(names, texts).map { ($0, $1) }, policy), Array(names))
  }

  private static func deployment(_ container: String, more: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api}
    spec:
      template:
        spec:
          containers:
            - {name: web\(container.isEmpty ? "" : ", ")\(container)}
    \(more)
    """
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

  @Test("Containers are compared by what they mean", arguments: ParityPair.all)
  func containers(pair: ParityPair) throws {
    let found = try Self.lines(Self.deployment(pair.one), Self.deployment(pair.other))
    let prefix = "Deployment/api /spec/template/spec/containers/web/"
    #expect(
      found.map { $0.replacing(prefix, with: "") }
        == (pair.difference.isEmpty
          ? [] : [pair.difference]))
  }

  @Test("Two containers of one name are both compared")
  func doubles() throws {
    let more = "        - {name: web, image: MORE}"
    #expect(
      try Self.lines(
        Self.deployment("image: a:1", more: more.replacing("MORE", with: "b:1")),
        Self.deployment("image: c:1", more: more.replacing("MORE", with: "b:2"))) == [
          "image Deployment/api /spec/template/spec/containers/web/image a=a b=c",
          "image-version Deployment/api /spec/template/spec/containers/web#2/image a=1 b=2",
        ])
  }

  @Test("What is in something that is missing is not said again")
  func inside() throws {
    let more = "        - {name: proxy, image: p, env: [{name: X}]}"
    let other = "apiVersion: v1\nkind: Service\nmetadata: {name: api}\n"
    #expect(
      try Self.lines(Self.deployment("", more: more), Self.deployment(""), other) == [
        "object Deployment/api  a=there b=there c=missing",
        "container Deployment/api /spec/template/spec/containers/proxy a=there b=missing c=-",
        "object Service/api  a=missing b=missing c=there",
      ])
  }

  @Test("Three answers are one difference")
  func three() throws {
    func memory(_ amount: String) -> String {
      Self.deployment("resources: {limits: {memory: \(amount)}, requests: {memory: 1}}")
    }
    let path = "Deployment/api /spec/template/spec/containers/web/resources/limits/memory"
    #expect(
      try Self.lines(memory("1Gi"), memory("null"), memory("2Gi")) == [
        "resource \(path) a=1Gi b=missing c=2Gi"
      ])
  }

  @Test("The group counts, its version and the old group of a kind do not")
  func kinds() throws {
    let text = "apiVersion: VERSION\nkind: Ingress\nmetadata: {name: web}\n"
    func version(_ version: String) -> String { text.replacing("VERSION", with: version) }
    #expect(
      try Self.lines(version("extensions/v1beta1"), version("networking.k8s.io/v1")) == [])
    #expect(
      try Self.lines(version("example.com/v1"), version("networking.k8s.io/v1")).count == 2)
  }

  @Test("Namespaces tell objects apart only where names do not")
  func namespaces() throws {
    let one = Self.settings("s", "x", "A: a") + Self.settings("s", "w", "B: b")
    // The same ones.
    #expect(
      try Self.lines(one, Self.settings("s", "w", "B: b") + Self.settings("s", "x", "A: a")) == [])
    // Others, which correspond by what is in them.
    let markers = Self.settings("in-x", "x", "") + Self.settings("in-w", "w", "")
    let others = Self.settings("in-x", "p", "") + Self.settings("in-w", "q", "")
    let swapped = Self.settings("s", "q", "B: b") + Self.settings("s", "p", "A: a")
    #expect(try Self.lines(one + markers, others + swapped) == [])
    // What is left over on both sides.
    #expect(
      try Self.lines(one, Self.settings("s", "z", "B: b") + Self.settings("s", "x", "A: a")) == [])
    // Nothing says which of the two it is.
    #expect(
      try Self.lines(one, Self.settings("s", "z", "B: b")) == [
        "object ConfigMap/s  a=there b=missing", "object ConfigMap/s  a=there b=missing",
        "object ConfigMap/s  a=missing b=there",
      ])
  }

  @Test("What namespaces are called in one environment is learned from all, in either order")
  func counterparts() throws {
    // Both environments have both namespaces, so that x has moved or is another one.
    let one = Self.settings("x", "pay", "") + Self.settings("y", "mon", "")
    let other =
      Self.settings("x", "mon", "") + Self.settings("y", "mon", "") + Self.settings("z", "pay", "")
    #expect(
      try Self.lines(one, other) == [
        "object ConfigMap/x  a=there b=missing", "object ConfigMap/x  a=missing b=there",
        "object ConfigMap/z  a=missing b=there",
      ])
    #expect(
      try Self.lines(other, one) == [
        "object ConfigMap/x  a=there b=missing", "object ConfigMap/x  a=missing b=there",
        "object ConfigMap/z  a=there b=missing",
      ])
    // Counterparts are as good as the same names.
    func own(_ suffix: String, x: String) -> String {
      Self.settings("p1", "pay" + suffix, "") + Self.settings("p2", "pay" + suffix, "")
        + Self.settings("m1", "mon" + suffix, "") + Self.settings("m2", "mon" + suffix, "")
        + Self.settings("x", x + suffix, "")
    }
    let moved = [own("", x: "pay"), own("-dev", x: "mon")]
    let expected = [
      "object ConfigMap/x  a=there b=missing", "object ConfigMap/x  a=missing b=there",
    ]
    #expect(try Self.lines(moved[0], moved[1]) == expected)
    #expect(try Self.lines(moved[1], moved[0]) == expected)
    // One namespace here that is several there says nothing against it.
    let flat = Self.settings("x", "dev", "") + Self.settings("y", "dev", "")
    #expect(try Self.lines(flat, Self.settings("x", "p", "") + Self.settings("y", "q", "")) == [])
    // What the first environment does not have is learned from the others.
    let third = [
      Self.settings("u", "a1", ""),
      Self.settings("s", "a2", "K: k") + Self.settings("s", "b2", "")
        + Self.settings("t", "b2", ""),
      Self.settings("s", "b3", "") + Self.settings("t", "b3", "") + Self.settings("s", "a3", ""),
    ]
    #expect(
      try Self.lines(third[1], third[2], third[0]).filter { $0.contains("key") }
        == ["key ConfigMap/s /data/K a=there b=missing c=-"])
    #expect(
      try Self.lines(third[0], third[1], third[2]).filter { $0.contains("key") }
        == ["key ConfigMap/s /data/K a=- b=there c=missing"])
  }

  @Test("Of a Secret nothing but its keys is compared, and no value is anywhere")
  func secrets() throws {
    let one = """
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      stringData: {token: first-value, other: x}
      """
    let two = """
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      data: {token: c2Vjb25kLXZhbHVl}
      """
    let spec = """
      configMaps:
        - match: {kinds: [Secret]}
          schema: {properties: {token: {type: string}}}
      """
    #expect(
      try Self.lines(one, two, spec: spec) == ["key Secret/s /data/other a=there b=missing"])
  }

  @Test("A schema for the object of one environment speaks about all")
  func schemas() throws {
    let spec = """
      configMaps:
        - match: {namespaces: [live]}
          schema: {properties: {POOL: {type: integer}}, additionalProperties: {type: string}}
      """
    #expect(
      try Self.lines(
        Self.settings("s", "dev", "POOL: '1', OTHER: a"),
        Self.settings("s", "live", "POOL: '2', OTHER: b"), spec: spec) == [
          "value ConfigMap/s /data/POOL a=1 b=2"
        ])
  }

  @Test("One object of a name in each environment is the same, whatever its namespace")
  func oneOfEach() throws {
    #expect(
      try Self.lines(
        Self.settings("s", "", "A: a"), Self.settings("s", "prod", "A: a"),
        Self.settings("s", "", "A: a")) == [])
    #expect(
      try Self.lines(
        Self.settings("s", "default", "A: a"), Self.settings("s", "", "A: a"),
        Self.settings("s", "", "A: a")) == [])
  }

  @Test("A name that looks generated is its own beside the name without the hash")
  func besideHash() throws {
    let own = Self.settings("set-2456789bcd", "", "B: b")
    #expect(
      try Self.lines(
        Self.settings("set", "", "A: a, Z: z") + own, Self.settings("set", "", "A: a") + own)
        == ["key ConfigMap/set /data/Z a=there b=missing"])
  }

  @Test(
    "A value that may be a secret is compared and not said",
    arguments: [
      ("PASSPHRASE: '1'", "PASSPHRASE: '2'"), ("ENC_KEY: abc", "ENC_KEY: abd"),
      ("SMTP_PASS: abc", "SMTP_PASS: abd"),
      ("PLAIN: AKIAIOSFODNN7ABCDEFG", "PLAIN: AKIAIOSFODNN7ABCDEFH"),
      (
        "app.json: '{\"password\": {\"value\": \"x\"}}'",
        "app.json: '{\"password\": {\"value\": \"y\"}}'"
      ),
    ])
  func hiddenValues(one: String, other: String) throws {
    let text = "{type: string}"
    let spec = """
      configMaps:
        - schema:
            properties:
              {PASSPHRASE: \(text), ENC_KEY: \(text), SMTP_PASS: \(text), PLAIN: \(text)}
          documents:
            - keys: [app.json]
              schema: {properties: {password: {properties: {value: \(text)}}}}
      """
    let lines = try Self.lines(
      Self.settings("s", "a", one), Self.settings("s", "a", other), spec: spec)
    #expect(lines.count == 1)
    #expect(lines.allSatisfy { $0.hasSuffix(" a=there b=there") }, "\(lines)")
  }

  @Test("What the mutators level is no difference")
  func mutators() throws {
    let spec = "mutators: {patches: [{merge: {data: {A: same}}, match: {kinds: [ConfigMap]}}]}"
    #expect(
      try Self.lines(
        Self.settings("s", "dev", ""), Self.settings("s", "live", "A: other"), spec: spec) == [])
  }

  // MARK: What is allowed

  /// An entry of `allow`, and whether it allows that one of three environments has another key.
  static let entries: [(entry: String, isAllowed: Bool)] = [
    ("differences: [key]", true), ("differences: [value]", false),
    ("paths: [/data/A]", true), ("paths: ['*/A']", true), ("paths: [/A]", false),
    ("match: {names: [s]}", true), ("match: {names: [t]}", false),
    ("match: {kinds: [ConfigMap], namespaces: [dev]}", true),
    ("match: {containers: [web]}", false),
    ("differences: [key], environments: [a]", true),
    ("differences: [key], environments: [b]", false),
    ("differences: [key], environments: [b, c]", true),
  ]

  @Test("An entry allows what all of it speaks of", arguments: entries)
  func allowance(entry: String, isAllowed: Bool) throws {
    let spec = "parity: {allow: [{\(entry), reason: why}]}"
    let policy = try compiled([layer(spec)])
    let parity = try ParityLine.parity(
      [
        ("a", Self.settings("s-2456789bcd", "dev", "A: a")),
        ("b", Self.settings("s-fghkmtbcdf", "test", "")), ("c", Self.settings("s", "live", "")),
      ], policy)
    #expect(parity.differences.count == 1)
    #expect(parity.driftCount == (isAllowed ? 0 : 1))
    #expect(parity.uses.map(\.isUsed) == [isAllowed])
    #expect(parity.uses.map(\.count) == [isAllowed ? 1 : 0])
  }

  @Test("Several entries may excuse an environment each")
  func together() throws {
    let spec = """
      parity:
        allow:
          - {paths: [/data/A], environments: [a], reason: one}
          - {paths: [/data/A], environments: [b], reason: two}
          - {paths: [/data/B], reason: never}
      """
    let policy = try compiled([layer(spec)])
    func parity(_ data: String...) throws -> Parity {
      try ParityLine.parity(
        zip(["a", "b", "c", "d"], data).map { ($0, Self.settings("s", "x", $1)) }, policy)
    }
    let allowed = try parity("A: a", "A: a", "", "")
    #expect(allowed.driftCount == 0)
    #expect(allowed.uses.map(\.isUsed) == [true, true, false])
    #expect(try parity("A: a", "A: a", "", "A: a").driftCount == 1)
  }

  @Test("What allows a difference is what it needs, and no other entry is used")
  func attribution() throws {
    func uses(_ entries: String...) throws -> (allowances: [Int], uses: [Bool], counts: [Int]) {
      let list = entries.map { "{paths: [/data/A], reason: why, environments: [\($0)]}" }
      let policy = try compiled([layer("parity: {allow: [\(list.joined(separator: ", "))]}")])
      let data = ["A: a", "A: a", "", ""]
      let parity = try ParityLine.parity(
        zip(["a", "b", "c", "d"], data).map { ($0, Self.settings("s", "x", $1)) }, policy)
      return (
        parity.differences.first?.allowances ?? [], parity.uses.map(\.isUsed),
        parity.uses.map(\.count)
      )
    }
    // The first excuses one environment only, which is not enough and not needed either.
    #expect(try uses("a", "'[ab]'") == ([1], [false, true], [0, 1]))
    #expect(try uses("c", "a", "b") == ([1, 2], [false, true, true], [0, 1, 1]))
    #expect(try uses("a", "c") == ([], [false, false], [0, 0]))
    // Two that would each do: the first is who does.
    #expect(try uses("a, b", "c, d") == ([0], [true, true], [1, 0]))
  }

  @Test("What has expired allows nothing, and a note says so")
  func expired() throws {
    let spec = "parity: {allow: [{paths: [/data/*], reason: why, expires: 2026-01-31}]}"
    let compilation = PolicyCompiler.compile(
      [try layer(spec)], today: CalendarDate(parsing: "2026-02-01"))
    #expect(compilation.policy?.parity.isEmpty == true)
    #expect(compilation.problems.map(\.kind) == [.note])
    #expect(
      compilation.problems.first?.message.contains("expired on 2026-01-31") == true)
  }

  @Test("Excluded objects, objects without a name and doubles are counted and left out")
  func leftOut() throws {
    let parity = try ParityLine.parity([
      ("a", Self.settings("s", "kube-system", "A: a") + Self.settings("t", "x", "A: a")),
      (
        "b",
        Self.settings("t", "x", "") + Self.settings("t", "x", "A: a")
          + "---\napiVersion: v1\nkind: Pod\nmetadata: {generateName: x-}\n"
      ),
    ])
    #expect(parity.differences.isEmpty)
    #expect(parity.counts.map(\.excluded) == [1, 0])
    #expect(parity.counts.map(\.replaced) == [0, 1])
    #expect(parity.counts.map(\.unnamed) == [0, 1])
  }
}
