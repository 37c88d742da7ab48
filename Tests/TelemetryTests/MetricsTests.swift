import Foundation
import Testing

@testable import Telemetry

@Suite struct MetricsTests {
  private func text(_ metrics: Metrics) -> String {
    String(decoding: metrics.text(), as: UTF8.self)
  }

  @Test func `The exposition is Prometheus' text format to the letter`() {
    var all = MetricDeclarations()
    let color = MetricLabel("color", values: ["red", "a \"b\" \\ c\nd"])
    let shape = MetricLabel("shape", values: ["round"])
    let things = all.counter("things_total", "Things: \\ and\nmore.", labels: [color, shape])
    let level = all.gauge("level", "How deep.")
    let expiry = all.gauge("expiry_timestamp_seconds", "When.", hidesZeros: true)
    let cpu = all.counter("cpu_seconds_total", "Time.", unit: .billionths)
    let time = all.histogram(
      "wait_seconds", "Waits.", bounds: [1_000_000_000, 10_000, 10_000], unit: .billionths)
    let metrics = Metrics(all)
    let shard = metrics.makeShard()
    shard.add(3, to: things, 1, 0)
    shard.add(to: things, color.index(of: "green"), 0)
    metrics.set(level, to: -7)
    _ = expiry
    metrics.set(cpu, to: 1_230_000_000)
    for nanoseconds: UInt64 in [10_000, 10_001, 1_000_000_001] {
      shard.observe(nanoseconds, in: time)
    }
    #expect(
      text(metrics) == """
        # HELP things_total Things: \\\\ and\\nmore.
        # TYPE things_total counter
        things_total{color="red",shape="round"} 0
        things_total{color="a \\"b\\" \\\\ c\\nd",shape="round"} 3
        things_total{color="other",shape="round"} 1
        # HELP level How deep.
        # TYPE level gauge
        level -7
        # HELP expiry_timestamp_seconds When.
        # TYPE expiry_timestamp_seconds gauge
        # HELP cpu_seconds_total Time.
        # TYPE cpu_seconds_total counter
        cpu_seconds_total 1.23
        # HELP wait_seconds Waits.
        # TYPE wait_seconds histogram
        wait_seconds_bucket{le="0.00001"} 1
        wait_seconds_bucket{le="1"} 2
        wait_seconds_bucket{le="+Inf"} 3
        wait_seconds_sum 1.000020002
        wait_seconds_count 3

        """)
  }

  @Test(arguments: [-1, 2, 3, .max, .min])
  func `A place that a label does not have counts as other`(place: Int) {
    var all = MetricDeclarations()
    let label = MetricLabel("a", values: ["x", "y", "x", "other"])
    #expect(label.values == ["x", "y", "other"])
    let counter = all.counter("things_total", "Things.", labels: [label, label])
    let after = all.counter("after_total", "What lies behind.")
    let metrics = Metrics(all)
    metrics.makeShard().add(to: counter, place, place)
    metrics.add(0, to: after)
    #expect(text(metrics).contains("things_total{a=\"other\",a=\"other\"} 1\n"))
    #expect(text(metrics).contains("after_total 0\n"))
  }

  @Test func `What threads count for themselves adds up, also while somebody looks`() async {
    var all = MetricDeclarations()
    let counter = all.counter("things_total", "Things.")
    let sizes = all.histogram("size_bytes", "Sizes.", bounds: [1, 2])
    let metrics = Metrics(all)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let shard = metrics.makeShard()
          for index in 0..<20_000 {
            shard.add(to: counter)
            shard.observe(UInt64(index % 4), in: sizes)
            if index % 1_000 == 0 { metrics.add(to: counter) }
          }
        }
      }
      group.addTask { for _ in 0..<50 { _ = metrics.text() } }
    }
    let all4 = text(metrics)
    #expect(all4.contains("things_total 80080\n"))
    #expect(all4.contains("size_bytes_bucket{le=\"1\"} 40000\n"))
    #expect(all4.contains("size_bytes_bucket{le=\"2\"} 60000\n"))
    #expect(all4.contains("size_bytes_sum 120000\nsize_bytes_count 80000\n"))
  }

  private func webhook() -> WebhookMetrics {
    var words = WebhookMetrics.Vocabulary()
    words.kinds = ["Deployment", "Pod"]
    words.rules = ["pss/privileged"]
    words.causes = ["bodyTooLarge"]
    return WebhookMetrics(words, version: "1.2.3")
  }

  @Test func `The webhook's metrics have nothing that promtool objects to`() {
    let webhook = webhook()
    let recorder = webhook.makeRecorder()
    for kind in ["Deployment", "Strange"] {
      recorder.review(
        path: "/mutate", operation: "CREATE", kind: kind, verdict: "deny", nanoseconds: 12_345,
        patchBytes: 100)
    }
    recorder.decision(rule: "pss/privileged", action: "deny", count: 2)
    webhook.reload("policy", succeeded: false)
    webhook.setPolicyGeneration(4)
    webhook.setCertificateExpiry(1_900_000_000)
    webhook.update(log: "audit", LogStatistics(droppedLines: 5, writeFailures: 2))
    var server = ServerNumbers()
    server.handshakes = 10
    server.resumedHandshakes = 4
    server.openConnections = 3
    server.acceptPauses = 5
    server.handshakeTimeouts = 6
    server.idleTimeouts = 7
    server.writeTimeouts = 8
    server.truncatedRequests = 9
    server.rejections = [("bodyTooLarge", 1), ("new", 2), ("newer", 3)]
    let text = String(decoding: webhook.text(server), as: UTF8.self)
    #expect(PromtoolRules.problems(in: text) == [])
    for line in [
      #"kpatch_webhook_requests_total{path="/mutate",operation="CREATE",kind="Deployment",verdict="deny"} 1"#,
      #"kpatch_webhook_requests_total{path="/mutate",operation="CREATE",kind="other",verdict="deny"} 1"#,
      #"kpatch_webhook_decisions_total{rule="pss/privileged",action="deny"} 2"#,
      "kpatch_webhook_accept_pauses_total 5", "kpatch_webhook_truncated_requests_total 9",
      #"kpatch_webhook_connection_timeouts_total{phase="handshake"} 6"#,
      #"kpatch_webhook_connection_timeouts_total{phase="idle"} 7"#,
      #"kpatch_webhook_connection_timeouts_total{phase="write"} 8"#,
      #"kpatch_webhook_request_duration_seconds_bucket{path="/mutate",le="0.00001"} 0"#,
      #"kpatch_webhook_request_duration_seconds_bucket{path="/mutate",le="0.000025"} 2"#,
      #"kpatch_webhook_request_duration_seconds_sum{path="/mutate"} 0.00002469"#,
      #"kpatch_webhook_patch_size_bytes_bucket{le="256"} 2"#,
      #"kpatch_webhook_tls_handshakes_total{session="new"} 6"#,
      #"kpatch_webhook_tls_handshakes_total{session="resumed"} 4"#,
      "kpatch_webhook_connections 3",
      #"kpatch_webhook_rejections_total{cause="bodyTooLarge"} 1"#,
      #"kpatch_webhook_rejections_total{cause="other"} 5"#,
      #"kpatch_webhook_reloads_total{part="policy"} 0"#,
      #"kpatch_webhook_reload_failures_total{part="policy"} 1"#,
      "kpatch_webhook_policy_generation 4",
      "kpatch_webhook_certificate_expiry_timestamp_seconds 1900000000",
      #"kpatch_webhook_log_lines_dropped_total{log="audit"} 5"#,
      #"kpatch_webhook_log_write_failures_total{log="audit"} 2"#,
      #"kpatch_build_info{version="1.2.3"} 1"#,
    ] {
      #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)")
    }
  }

  @Test func `Whatever clients send, the number of series stays the same`() {
    let webhook = webhook()
    let recorder = webhook.makeRecorder()
    func send(_ number: Int) -> Int {
      recorder.review(
        path: "/\(number)", operation: "o\(number)", kind: "k\(number)", verdict: "v\(number)",
        nanoseconds: UInt64(number), patchBytes: number)
      recorder.decision(rule: "r\(number)", action: "a\(number)")
      return webhook.metrics.text().split(separator: UInt8(ascii: "\n")).count
    }
    let first = send(1)
    for number in 2..<100 { #expect(send(number) == first) }
  }

  @Test(
    arguments: [
      ("things", "counter"), ("things_total", "gauge"), ("size_kilobytes", "gauge"),
      ("age_minutes", "gauge"), ("wait_ms", "gauge"), ("thing_count", "gauge"),
      ("thing_sum", "histogram"), ("my_gauge", "gauge"), ("camelCase", "gauge"), ("a:b", "gauge"),
      ("thing", "number"),
    ])
  func `A name that promtool objects to is noticed`(name: String, type: String) {
    #expect(PromtoolRules.nameProblems(name, type: type) != [])
  }

  @Test(
    arguments: [
      "a 1", "# HELP a x\n# TYPE a gauge\na 1\na 1\n", "# HELP a x\n# TYPE a gauge\na x\n",
      "# HELP a \n# TYPE a gauge\n", "# HELP a x\n# TYPE a gauge\na{le=\"1\"} 1\n",
      "# HELP a x\n# TYPE b gauge\n", "# HELP a x\n# TYPE a gauge\nb 1\n",
    ])
  func `A text that promtool objects to is noticed`(text: String) {
    #expect(PromtoolRules.problems(in: text) != [])
  }

  @Test func `A process is read from what the kernel says, whatever it is called`() throws {
    let stat = "7 (a) R 1 (b)) S 1 7 7 0 -1 4194304 9 0 0 0 250 50 0 0 20 0 3 0 400 8192000 25 18"
    let system = "cpu 1 2\nbtime 1700000000\nprocesses 5\n"
    let limits = "Limit  Soft\nMax open files            1024                 4096        files\n"
    let status = try #require(
      ProcessStatus(
        stat: Array(stat.utf8), system: Array(system.utf8), limits: Array(limits.utf8),
        ticksPerSecond: 100, pageBytes: 4_096))
    #expect(status.cpuNanoseconds == 3_000_000_000)
    #expect(status.virtualBytes == 8_192_000)
    #expect(status.residentBytes == 102_400)
    #expect(status.startNanoseconds == 1_700_000_004_000_000_000)
    #expect(status.maximumDescriptors == 1_024)
    #expect(
      ProcessStatus(
        stat: Array("7 (a) S".utf8), system: [], limits: [], ticksPerSecond: 100, pageBytes: 4_096)
        == nil)
  }

  @Test func `This process has memory, descriptors and a start in the past`() throws {
    let status = try #require(ProcessStatus.read())
    #expect(status.residentBytes > 1 << 20)
    #expect(status.openDescriptors >= 3)
    #expect(status.startNanoseconds > 1_600_000_000_000_000_000)
    #expect(status.startNanoseconds / 1_000 <= Timestamp.now() + 1_000_000)
  }
}
