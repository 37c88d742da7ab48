/// The metrics of the process, by the names that all client libraries of Prometheus use.
package struct ProcessMetrics: Sendable {
  private let cpu: Counter
  private let resident: Gauge
  private let virtual: Gauge
  private let descriptors: Gauge
  private let maximumDescriptors: Gauge
  private let start: Gauge

  package init(_ declarations: inout MetricDeclarations) {
    cpu = declarations.counter(
      "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
      unit: .billionths)
    resident = declarations.gauge(
      "process_resident_memory_bytes", "Resident memory size in bytes.")
    virtual = declarations.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.")
    descriptors = declarations.gauge("process_open_fds", "Number of open file descriptors.")
    maximumDescriptors = declarations.gauge(
      "process_max_fds", "Maximum number of open file descriptors.", hidesZeros: true)
    start = declarations.gauge(
      "process_start_time_seconds",
      "Start time of the process since unix epoch in seconds.", unit: .billionths)
  }

  /// Looks the numbers up; to be called when somebody asks for the metrics.
  package func update(_ metrics: Metrics) {
    guard let status = ProcessStatus.read() else { return }
    metrics.set(cpu, to: status.cpuNanoseconds)
    metrics.set(resident, to: status.residentBytes)
    metrics.set(virtual, to: status.virtualBytes)
    metrics.set(descriptors, to: status.openDescriptors)
    metrics.set(maximumDescriptors, to: status.maximumDescriptors ?? 0)
    metrics.set(start, to: status.startNanoseconds)
  }
}
