resource "aws_db_instance" "stock" {
  identifier          = "warehouse-stock"
  engine              = "postgres"
  engine_version      = "11.5"
  instance_class      = "db.t3.small"
  allocated_storage   = 20
  username            = "stock"
  password            = "anchor-Chain-6617"
  publicly_accessible = true
  skip_final_snapshot = true
}

resource "aws_iam_policy" "sync" {
  name = "warehouse-sync"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "*"
      Resource = "*"
    }]
  })
}
