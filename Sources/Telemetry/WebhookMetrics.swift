/// The metrics of the admission server.
///
/// Everything that a client can choose is folded into values that are known when the server starts:
/// the number of series does not depend on what is sent.
package struct WebhookMetrics: Sendable {
  /// The values that labels may have; everything else is `other`.
  package struct Vocabulary: Sendable {
    package var paths = ["/mutate", "/validate"]
    package var operations = ["CREATE", "UPDATE", "DELETE", "CONNECT"]
    package var kinds: [String] = []
    package var verdicts = ["allow", "warn", "deny", "error"]
    /// Rule ids, of the catalogue.
    package var rules: [String] = []
    package var actions = ["deny", "warn", "audit"]
    /// Why a request may be refused before it is a review.
    package var causes: [String] = []
    /// What is loaded again when its file changes.
    package var parts = ["policy", "certificate", "client_ca"]
    package var logs = ["events", "audit"]

    package init() {}
  }

  /// From 10 µs, where a small review is, to 1 s, in nanoseconds.
  static let durationBounds: [UInt64] = [
    10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000,
    25_000_000, 50_000_000, 100_000_000, 250_000_000, 1_000_000_000,
  ]
  static let patchBounds: [UInt64] = [64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576]

  package let metrics: Metrics
  private let process: ProcessMetrics
  private let path: MetricLabel
  private let operation: MetricLabel
  private let kind: MetricLabel
  private let verdict: MetricLabel
  private let rule: MetricLabel
  private let action: MetricLabel
  private let cause: MetricLabel
  private let part: MetricLabel
  private let log: MetricLabel

  private let requests: Counter
  private let decisions: Counter
  private let durations: Histogram
  private let patches: Histogram
  private let connections: ConnectionMetrics
  private let rejections: Counter
  private let reloads: Counter
  private let failedReloads: Counter
  private let policyGeneration: Gauge
  private let certificateExpiry: Gauge
  private let droppedLines: Counter
  private let failedWrites: Counter
  private let failedReopens: Counter

  /// - Parameter version: The program's, for `kpatch_build_info`.
  package init(_ words: Vocabulary, version: String) {
    path = MetricLabel("path", values: words.paths)
    operation = MetricLabel("operation", values: words.operations)
    kind = MetricLabel("kind", values: words.kinds)
    verdict = MetricLabel("verdict", values: words.verdicts)
    rule = MetricLabel("rule", values: words.rules)
    action = MetricLabel("action", values: words.actions)
    cause = MetricLabel("cause", values: words.causes)
    part = MetricLabel("part", values: words.parts)
    log = MetricLabel("log", values: words.logs)

    var all = MetricDeclarations()
    requests = all.counter(
      "kpatch_webhook_requests_total", "Admission reviews that were answered.",
      labels: [path, operation, kind, verdict], hidesZeros: true)
    decisions = all.counter(
      "kpatch_webhook_decisions_total", "Findings of rules in answered reviews, by their action.",
      labels: [rule, action], hidesZeros: true)
    durations = all.histogram(
      "kpatch_webhook_request_duration_seconds",
      "Time of a review in the handler: from its turn, once its body is complete, to its answer.",
      labels: [path], bounds: Self.durationBounds, unit: .billionths)
    patches = all.histogram(
      "kpatch_webhook_patch_size_bytes", "Size of JSON patches in answers that have one.",
      bounds: Self.patchBounds)
    connections = ConnectionMetrics(&all)
    rejections = all.counter(
      "kpatch_webhook_rejections_total", "Requests that were refused before they were reviews.",
      labels: [cause])
    reloads = all.counter(
      "kpatch_webhook_reloads_total", "Changed files that were put in use.", labels: [part])
    failedReloads = all.counter(
      "kpatch_webhook_reload_failures_total",
      "Changed files that were not put in use because they are not valid.", labels: [part])
    policyGeneration = all.gauge(
      "kpatch_webhook_policy_generation", "Number of the policy in use, counted from the start.")
    certificateExpiry = all.gauge(
      "kpatch_webhook_certificate_expiry_timestamp_seconds",
      "When the serving certificate expires, in seconds since 1970.", hidesZeros: true)
    droppedLines = all.counter(
      "kpatch_webhook_log_lines_dropped_total",
      "Lines that were lost because the log's sink was too slow or failed.", labels: [log])
    failedWrites = all.counter(
      "kpatch_webhook_log_write_failures_total", "Writes to the log's sink that failed.",
      labels: [log])
    failedReopens = all.counter(
      "kpatch_webhook_log_reopen_failures_total",
      "How often a log's file could not be opened again.", labels: [log])
    let build = all.gauge(
      "kpatch_build_info", "Always 1; the labels say what is running.",
      labels: [MetricLabel("version", values: [version])])
    process = ProcessMetrics(&all)
    metrics = Metrics(all)
    metrics.set(build, to: 1)
  }

  // MARK: - On the threads that answer

  /// One thread's end.
  package func makeRecorder() -> Recorder { Recorder(self, metrics.makeShard()) }

  package final class Recorder {
    private let webhook: WebhookMetrics
    private let shard: MetricsShard

    init(_ webhook: WebhookMetrics, _ shard: MetricsShard) {
      self.webhook = webhook
      self.shard = shard
    }

    /// Counts a review that was answered. Values that are not in the vocabulary count as `other`.
    /// - Parameter patchBytes: Of the JSON patch; 0 where there is none.
    package func review(
      path: String, operation: String, kind: String, verdict: String, nanoseconds: UInt64,
      patchBytes: Int
    ) {
      let path = webhook.path.index(of: path)
      shard.add(
        to: webhook.requests, path, webhook.operation.index(of: operation),
        webhook.kind.index(of: kind), webhook.verdict.index(of: verdict))
      shard.observe(nanoseconds, in: webhook.durations, path)
      if patchBytes > 0 { shard.observe(UInt64(patchBytes), in: webhook.patches) }
    }

    /// Counts what a rule said of a review.
    package func decision(rule: String, action: String, count: Int = 1) {
      shard.add(
        UInt64(clamping: count), to: webhook.decisions, webhook.rule.index(of: rule),
        webhook.action.index(of: action))
    }
  }

  // MARK: - From any thread, seldom

  /// Counts that a changed file was put in use, or was not because it is not valid.
  package func reload(_ name: String, succeeded: Bool) {
    metrics.add(to: succeeded ? reloads : failedReloads, part.index(of: name))
  }

  package func setPolicyGeneration(_ number: UInt64) {
    metrics.set(policyGeneration, to: Int64(clamping: number))
  }

  /// - Parameter seconds: Since 1970.
  package func setCertificateExpiry(_ seconds: Int64) {
    metrics.set(certificateExpiry, to: seconds)
  }

  /// Takes over what a log has counted. Each log has a name of the vocabulary.
  package func update(log name: String, _ statistics: LogStatistics) {
    metrics.set(droppedLines, to: statistics.droppedLines, log.index(of: name))
    metrics.set(failedWrites, to: statistics.writeFailures, log.index(of: name))
    metrics.set(failedReopens, to: statistics.failedReopens, log.index(of: name))
  }

  /// All metrics as text, with what the server counted and what the kernel says of the process.
  package func text(_ server: ServerNumbers) -> [UInt8] {
    connections.update(metrics, server)
    var causes = [UInt64](repeating: 0, count: cause.values.count)
    for (name, count) in server.rejections { causes[cause.index(of: name)] &+= count }
    for (index, count) in causes.enumerated() { metrics.set(rejections, to: count, index) }
    process.update(metrics)
    return metrics.text()
  }
}
