import Kubernetes

/// What the input cannot show of pods: those that operators make, and labels that controllers add.
enum PodMakers {
  /// Kinds from which an operator makes pods whose labels are its own affair. Where one is in a
  /// namespace, nobody can say that no pod there matches a selector.
  private static let kinds: [(group: String, kinds: [String])] = [
    ("acid.zalan.do", ["postgresql"]),
    ("cassandra.datastax.com", ["CassandraDatacenter"]),
    ("clickhouse.altinity.com", ["ClickHouseInstallation"]),
    ("elasticsearch.k8s.elastic.co", ["Elasticsearch"]),
    ("grafana.integreatly.org", ["Grafana"]),
    ("jaegertracing.io", ["Jaeger"]),
    ("k8s.mariadb.com", ["MariaDB", "MaxScale"]),
    ("kafka.strimzi.io", ["Kafka", "KafkaConnect", "KafkaMirrorMaker2", "KafkaBridge"]),
    ("keycloak.org", ["Keycloak"]),
    ("k8s.keycloak.org", ["Keycloak"]),
    ("kibana.k8s.elastic.co", ["Kibana"]),
    ("minio.min.io", ["Tenant"]),
    ("mongodbcommunity.mongodb.com", ["MongoDBCommunity"]),
    ("monitoring.coreos.com", ["Alertmanager", "Prometheus", "PrometheusAgent", "ThanosRuler"]),
    ("mysql.oracle.com", ["InnoDBCluster"]),
    ("opentelemetry.io", ["OpenTelemetryCollector"]),
    ("operator.victoriametrics.com", ["VMAgent", "VMAlert", "VMCluster", "VMSingle"]),
    ("percona.com", ["PerconaServerMongoDB", "PerconaXtraDBCluster"]),
    ("postgres-operator.crunchydata.com", ["PostgresCluster"]),
    ("postgresql.cnpg.io", ["Cluster", "Pooler"]),
    ("pxc.percona.com", ["PerconaXtraDBCluster"]),
    ("rabbitmq.com", ["RabbitmqCluster"]),
    ("redis.redis.opstreelabs.in", ["Redis", "RedisCluster", "RedisReplication", "RedisSentinel"]),
    ("databases.spotahome.com", ["RedisFailover"]),
    ("sparkoperator.k8s.io", ["ScheduledSparkApplication", "SparkApplication"]),
    ("flink.apache.org", ["FlinkDeployment"]),
    ("helm.toolkit.fluxcd.io", ["HelmRelease"]),
    ("helm.cattle.io", ["HelmChart"]),
    ("argoproj.io", ["Application", "ApplicationSet"]),
  ]

  static func makes(_ object: KubernetesObject) -> Bool {
    let group = object.group
    return kinds.contains { $0.group == group && $0.kinds.contains(object.kind) }
  }

  /// Labels that Kubernetes' own controllers put on pods beside those of the template (1.37:
  /// StatefulSet, Job, ReplicaSet and DaemonSet controllers; Argo Rollouts; Patroni).
  private static let added: Set<String> = [
    "apps.kubernetes.io/pod-index", "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index", "batch.kubernetes.io/job-name", "controller-uid",
    "controller-revision-hash", "job-name", "leaderworkerset.sigs.k8s.io/worker-index",
    "pod-template-generation", "pod-template-hash", "rollouts-pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
  ]

  /// A selector without what no template can show.
  static func visible(_ selector: LabelSelector) -> LabelSelector {
    guard selector.requirements.contains(where: { added.contains($0.key) }) else { return selector }
    return LabelSelector(selector.requirements.filter { !added.contains($0.key) })
  }
}
