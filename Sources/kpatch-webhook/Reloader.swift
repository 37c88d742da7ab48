import Admission
import HTTPServer
import Manifests
import Policy
import Telemetry

/// Reads policy and certificate, at first and whenever their files have changed.
///
/// What cannot be used never replaces what can: it is said, and shown by `/readyz?verbose`. Each
/// change is tried once; what is refused is tried again when it has changed again.
final class Reloader {
  private let policyFiles: PolicyFiles
  /// Where the certificate comes from, unless it is a throw-away one.
  private let files: TLSFiles?
  private let limits: AdmissionLimits
  private let log: EventLog
  private let metrics: WebhookMetrics
  private var policySeen: PolicyFiles.Reading.Fingerprint
  /// `nil` when the files could not be read, and for a throw-away certificate.
  private var certificateSeen: TLSFiles.Contents?
  /// What the context in use was made of; `nil` for a throw-away certificate.
  private var certificateInUse: TLSFiles.Contents?
  /// The last problem with the certificate, so that it is said once.
  private var certificateProblem: String?
  private var warnedOfExpiry: CalendarDate?
  let state: ServerState

  /// When the end of a certificate is near enough to say so, in seconds.
  private static let expiryWarning: Int64 = 7 * 86_400

  /// Reads everything for the first time.
  /// - Parameters:
  ///   - files: where the certificate comes from.
  ///   - development: the certificate that is used without files.
  init(
    _ options: ServeOptions, files: TLSFiles?, development: TLSContext?, log: EventLog,
    metrics: WebhookMetrics
  ) throws(StartError) {
    policyFiles = PolicyFiles(paths: options.policyPaths)
    self.files = files
    limits = options.limits.review
    self.log = log
    self.metrics = metrics
    var problems: [String] = []
    let reading = policyFiles.read(today: Machine.today)
    policySeen = reading.fingerprint
    var tls = development
    if let files {
      do throws(TLSFiles.Problem) {
        let contents = try files.read()
        certificateSeen = contents
        tls = try files.context(of: contents)
      } catch {
        problems.append(error.text)
      }
    }
    certificateInUse = certificateSeen
    guard let policy = reading.policy, let tls else { throw .refused(reading.problems + problems) }
    state = ServerState(
      policy: PolicyInUse(policy, generation: 1, limits: options.limits.review), tls: tls,
      readiness: ServerState.Readiness(
        policy: .init(detail: Self.generation(1)), certificate: .init(detail: Self.validity(tls)),
        cluster: files?.cluster.map { _ in ServerState.Cluster() }))
    for note in reading.problems { log.say(.warn, note) }
    metrics.setPolicyGeneration(1)
    metrics.setCertificateExpiry(tls.details.validUntil)
    warnOfExpiry()
  }

  /// The folders in which a change can be seen at once: those of the files, and named folders.
  var folders: [FilePath] {
    let paths = policyFiles.paths + (files?.paths ?? [])
    return paths.map(\.parent) + paths.filter(InputReader.isFolder)
  }

  /// Reads again what has changed.
  func refresh() {
    refreshPolicy()
    refreshCertificate()
    warnOfExpiry()
  }

  // MARK: Policy

  private func refreshPolicy() {
    guard let reading = policyFiles.read(today: Machine.today, unlessAs: policySeen) else {
      return
    }
    policySeen = reading.fingerprint
    for problem in reading.problems { log.say(.warn, problem) }
    guard let policy = reading.policy else {
      log.say(.error, "the changed policy is refused, the one in use stays")
      metrics.reload("policy", succeeded: false)
      state.update { $0.policy.isOutdated = true }
      return
    }
    let number = state.policy.current().generation + 1
    state.policy.replace(PolicyInUse(policy, generation: number, limits: limits))
    metrics.reload("policy", succeeded: true)
    metrics.setPolicyGeneration(number)
    let generation = Self.generation(number)
    state.update { $0.policy = ServerState.Part(detail: generation) }
    log.say(.info, "the policy was read again: \(generation)")
    sayWhatIsInactive()
  }

  /// A review holds one object: rules that compare several find nothing here, and nobody should
  /// rely on them.
  func sayWhatIsInactive() {
    let rules = state.policy.current().handler.engine.policy.rulesThatNeedObjects
    if rules.isEmpty { return }
    log.say(
      .warn,
      "inactive here, since they need other objects than the one that is reviewed; run kpatch "
        + "check for them: \(rules.joined(separator: ", "))")
  }

  private static func generation(_ number: UInt64) -> String {
    "generation \(number)"
  }

  // MARK: Certificate

  private func refreshCertificate() {
    guard let files else { return }
    do throws(TLSFiles.Problem) {
      let contents = try files.read()
      // Files that came back as they were are in use already, or were refused already.
      guard contents != certificateSeen else {
        if certificateProblem == nil { return }
        return try take(contents, of: files)
      }
      certificateSeen = contents
      try take(contents, of: files)
    } catch {
      guard error.text != certificateProblem else { return }
      certificateProblem = error.text
      metrics.reload(error.part, succeeded: false)
      log.say(.error, error.text)
      let what = error.part == "client_ca" ? "client authorities are" : "certificate is"
      log.say(.error, "the changed \(what) refused, what is in use stays")
      state.update { $0.certificate.isOutdated = true }
    }
  }

  private func take(_ contents: TLSFiles.Contents, of files: TLSFiles) throws(TLSFiles.Problem) {
    let context = try files.context(of: contents)
    certificateProblem = nil
    state.tls.replace(context)
    metrics.setCertificateExpiry(context.details.validUntil)
    let validity = Self.validity(context)
    let isOfCluster = files.cluster?.keeps(contents.certificate) ?? false
    state.update {
      $0.certificate = ServerState.Part(detail: validity)
      $0.cluster?.hasCertificate = isOfCluster
    }
    // What was refused may have come together with what was not, and be back as it was.
    let former = certificateInUse
    certificateInUse = contents
    if contents == former { log.say(.info, "the files are again what is in use: \(validity)") }
    if contents.certificate != former?.certificate || contents.key != former?.key {
      metrics.reload("certificate", succeeded: true)
      log.say(.info, "the certificate was read again: \(validity)")
    }
    if contents.clientAuthority != former?.clientAuthority {
      metrics.reload("client_ca", succeeded: true)
      log.say(.info, "the client authorities were read again")
    }
  }

  private static func validity(_ context: TLSContext) -> String {
    let day = CalendarDate(daysSince1970: Int(context.details.validUntil / 86_400))
    return "valid until \(day?.description ?? "the end of days")"
  }

  /// Says once a day that the certificate ends soon, or has ended.
  private func warnOfExpiry() {
    let context = state.tls.current()
    let left = context.details.validUntil - MonotonicClock.wallSeconds()
    guard files != nil, left < Self.expiryWarning, warnedOfExpiry != Machine.today else {
      return
    }
    warnedOfExpiry = Machine.today
    log.say(
      .warn,
      left < 0
        ? "the certificate has expired: it was \(Self.validity(context))"
        : "the certificate expires soon: it is \(Self.validity(context))")
  }
}
