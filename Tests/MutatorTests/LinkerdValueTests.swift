import Testing

@testable import Policy

@Suite("Values of Linkerd's annotations")
struct LinkerdValueTests {
  @Test(
    "Takes what the injector takes",
    arguments: [
      ("proxy-image", "ghcr.io:443/linkerd/proxy"), ("proxy-version", "edge-26.8.3"),
      ("image-pull-policy", "IfNotPresent"), ("enable-debug-sidecar", "T"), ("admin-port", "4191"),
      ("skip-inbound-ports", "25,587,3306"), ("skip-outbound-ports", "23-23,0-65535,33"),
      ("skip-subnets", "10.0.0.0/8,fd00::/8,::/0,::ffff:1.2.3.4/96"), ("skip-subnets", ""),
      ("opaque-ports", "25, 5000-5010 ,mysql,"), ("pod-inbound-ports", "80,8080"),
      ("proxy-cpu-request", "100m"), ("proxy-memory-limit", "64Mi"),
      ("proxy-cpu-ratio-limit", "0.5"),
      ("proxy-uid", "2102"), ("proxy-gid", "-1"), ("proxy-log-level", "warn,linkerd=info"),
      ("proxy-log-format", "json"), ("proxy-log-http-headers", "off"), ("access-log", "Apache"),
      ("proxy-outbound-connect-timeout", "1500ms"), ("close-wait-timeout", "0"),
      ("proxy-await", "disabled"), ("default-inbound-policy", "cluster-authenticated"),
      ("proxy-additional-env", #"[{"name":"A","value":"b"}]"#),
      ("proxy-wait-before-exit-seconds", "30"),
    ])
  func sound(name: String, value: String) throws {
    let annotation = try #require(LinkerdAnnotation.named(name))
    #expect(annotation.problem(in: value) == nil)
  }

  @Test(
    "Tells what the injector would ignore",
    arguments: [
      ("proxy-image", "cr.l5d.io/linkerd/proxy:stable"), ("proxy-image", "a@sha256:1"),
      ("proxy-version", ".x"), ("image-pull-policy", "always"), ("enable-debug-sidecar", "yes"),
      ("admin-port", "0"), ("admin-port", "65536"), ("inbound-port", "http"),
      ("skip-inbound-ports", ""), ("skip-inbound-ports", "not-number"),
      ("skip-inbound-ports", "http"), ("skip-outbound-ports", "-23"),
      ("skip-outbound-ports", "65536-65539"), ("skip-outbound-ports", "-23-25"),
      ("skip-outbound-ports", "25-23"), ("skip-outbound-ports", "23-notanumber"),
      ("skip-outbound-ports", "80, 443"), ("skip-outbound-ports", "80,"),
      ("skip-subnets", "10.0.0.0"),
      ("skip-subnets", "10.0.0/8"), ("skip-subnets", "10.0.0.0/33"), ("skip-subnets", "01.0.0.0/8"),
      ("skip-subnets", "fd00::1::/8"), ("skip-subnets", "1:2:3:4:5:6:7:8:9/64"),
      ("skip-subnets", "fd00:/8"), ("skip-subnets", "g::/8"), ("skip-subnets", "::/129"),
      ("skip-subnets", "1:2:3:4:5:6:7:8::/64"), ("skip-subnets", "/8"),
      ("opaque-ports", "a b"), ("opaque-ports", "80,,443"), ("proxy-cpu-request", "lots"),
      ("proxy-cpu-request", "-1"), ("proxy-cpu-ratio-limit", "0"), ("proxy-cpu-ratio-limit", "1.0"),
      ("proxy-cpu-ratio-limit", "nan"), ("proxy-uid", "root"), ("proxy-log-format", "JSON"),
      ("proxy-log-http-headers", "on"), ("access-log", "common"),
      ("proxy-inbound-connect-timeout", "30"), ("shutdown-grace-period", "1d"),
      ("shutdown-grace-period", "-5s"), ("proxy-await", "true"),
      ("default-inbound-policy", "allow"),
      ("proxy-additional-env", "A=b"), ("proxy-wait-before-exit-seconds", "-1"),
      ("proxy-log-level", ""),
    ])
  func ignored(name: String, value: String) throws {
    let annotation = try #require(LinkerdAnnotation.named(name))
    #expect(annotation.problem(in: value) != nil)
  }

  @Test("Every annotation of Linkerd's reference is known once, by its whole key")
  func table() {
    #expect(Set(LinkerdAnnotation.all.map(\.key)).count == LinkerdAnnotation.all.count)
    #expect(
      LinkerdAnnotation.withKey("config.alpha.linkerd.io/proxy-wait-before-exit-seconds") != nil)
    #expect(LinkerdAnnotation.withKey("config.linkerd.io/proxy-wait-before-exit-seconds") == nil)
    #expect(LinkerdAnnotation.named("proxy-enable-native-sidecar")?.domain == .stable)
  }
}

@Suite("Names of containers to skip, as one record of encoding/csv")
struct SeparatedRecordTests {
  @Test(
    "Reads what Go reads",
    arguments: [
      ("", []), ("a", ["a"]), ("a,b", ["a", "b"]), ("a, b", ["a", " b"]), ("a,", ["a", ""]),
      (#""a,b",c"#, ["a,b", "c"]), (#""a""b""#, [#"a"b"#]), ("\n\na,b\nc", ["a", "b"]),
      ("a\r\n", ["a"]), (#"a"b"#, nil), (#""a"#, nil), (#""a"b"#, nil), (#"a, "b""#, nil),
    ] as [(String, [String]?)])
  func record(text: String, fields: [String]?) {
    #expect(SeparatedRecord.parse(text) == fields)
  }
}
