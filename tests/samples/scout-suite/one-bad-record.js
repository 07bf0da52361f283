scoutsuite_results =
{
  "account_id": "shop-project",
  "provider_code": "gcp",
  "last_run": {
    "version": "5.10.2"
  },
  "services": {
    "cloudstorage": {
      "findings": {
        "rule-0": {
          "checked_items": 2,
          "compliance": [
            {
              "name": "CIS Google Cloud",
              "reference": "5.3",
              "version": "1.0.0"
            }
          ],
          "description": "Bucket with Logging Disabled",
          "flagged_items": 1,
          "items": [
            "cloudstorage.projects.shop.buckets.52fc.logging_enabled"
          ],
          "level": "warning",
          "rationale": "Logs tell <b>who</b> did what.",
          "references": [
            "https://cloud.google.com/storage/docs/access-logs"
          ],
          "remediation": null,
          "service": "Cloud Storage"
        },
        "rule-1": {
          "checked_items": 2,
          "compliance": [
            {
              "name": "CIS Google Cloud",
              "reference": "5.3",
              "version": "1.0.0"
            }
          ],
          "description": "Bucket with Logging Disabled",
          "flagged_items": 1,
          "items": [
            "cloudstorage.projects.shop.buckets.52fc.logging_enabled"
          ],
          "level": "warning",
          "rationale": "Logs tell <b>who</b> did what.",
          "references": {
            "x": 1
          },
          "remediation": null,
          "service": "Cloud Storage"
        }
      }
    },
    "iam": {}
  }
}
