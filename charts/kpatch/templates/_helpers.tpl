{{- define "kpatch.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 48 | trimSuffix "-" -}}
{{- end -}}

{{- /* Name of the objects, one that a Service can have. Short enough for what is put behind it. */ -}}
{{- define "kpatch.fullname" -}}
{{- $name := .Values.fullnameOverride -}}
{{- if not $name -}}
{{- $name = .Release.Name -}}
{{- if not (contains (include "kpatch.name" .) $name) -}}
{{- $name = printf "%s-%s" $name (include "kpatch.name" .) -}}
{{- end -}}
{{- $name = replace "." "-" $name -}}
{{- if regexMatch "^[0-9]" $name -}}{{- $name = printf "kpatch-%s" $name -}}{{- end -}}
{{- end -}}
{{- $name | trunc 48 | trimSuffix "-" -}}
{{- end -}}

{{- define "kpatch.selectorLabels" -}}
app.kubernetes.io/name: {{ include "kpatch.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "kpatch.ownLabels" -}}
{{ include "kpatch.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "kpatch.labels" -}}
{{ include "kpatch.ownLabels" . }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "kpatch.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "kpatch.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "kpatch.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{- printf "%s@%s" .repository .digest -}}
{{- else -}}
{{- printf "%s:%s" .repository (.tag | default $.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "kpatch.policyConfigMap" -}}
{{- .Values.policy.existingConfigMap | default (printf "%s-policy" (include "kpatch.fullname" .)) -}}
{{- end -}}

{{- define "kpatch.certificateSecret" -}}
{{- $name := .Values.certificates.secretName -}}
{{- if and (not $name) (eq .Values.certificates.source "secret") -}}
{{- fail "certificates.secretName is needed where certificates.source is secret" -}}
{{- end -}}
{{- $name | default (printf "%s-tls" (include "kpatch.fullname" .)) -}}
{{- end -}}

{{- /* Name of both webhook configurations: it sorts before Linkerd's and EKS'. */ -}}
{{- define "kpatch.webhookName" -}}
{{- $name := .Values.webhooks.name -}}
{{- if not $name -}}
{{- $name = include "kpatch.fullname" . -}}
{{- if not (hasPrefix "kpatch" $name) -}}
{{- $name = printf "kpatch-%s" $name -}}
{{- end -}}
{{- end -}}
{{- $name -}}
{{- end -}}
