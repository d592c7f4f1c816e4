"""Print and Word: 公文, 简报, 专版, 宣传栏, 信息上报, each made from the articles. No MkDocs."""
