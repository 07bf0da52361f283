scoutsuite_results =
{
  "account_id": "shop-project",
  "provider_code": "gcp",
  "last_run": {
    "version": "5.10.2"
  },
  "services": {
    "cloudstorage": {
      "findings": {}
    },
    "iam": {}
  }
}
