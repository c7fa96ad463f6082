# 需要的只有 make 和任一 python3(3.8 以上);其余由 deploy/ 装好。
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
SET_UP := @$(PYTHON) -m deploy.set_up
WENZHENG := .venv/bin/wenzheng

.PHONY: help setup run test check evaluate bench new lock clean

help: ## 列出全部命令
	@echo '用法:make <命令>'
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name says; do \
		printf '  %-10s %s\n' "$$name" "$$says"; done

setup: ## 装好两个 Python 环境(应用、对话引擎),编译网页助手;已经装好的会跳过
	$(SET_UP) app rasa widget

run: setup ## 从零装好,编译清单,打开 http://127.0.0.1:8000
	$(WENZHENG) build
	$(WENZHENG) serve

test: ## 装好并运行全部测试;只跑一部分:make test only=tests/deploy
	$(SET_UP) dev rasa widget
	.venv/bin/pytest -n 2 --dist loadfile $(only)

check: ## 代码与清单的全部检查,和 CI 所查的相同
	$(SET_UP) dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(WENZHENG) check

evaluate: setup ## 用自有的留出数据算出全部指标
	$(WENZHENG) evaluate

bench: ## 性能测试(tests/benchmarks)
	$(SET_UP) dev rasa widget
	.venv/bin/python -m tests.benchmarks

new: ## 给目录里的一张清单开一个文件:make new list=medical-reimburse
	$(SET_UP) app
	$(WENZHENG) new $(list)

lock: ## 重做锁文件(deploy/locks/),很慢;已锁定的版本不变
	$(PYTHON) -m deploy.lock

clean: ## 删掉装好的环境、编译结果和缓存(清单和代码不动)
	rm -rf .venv .venv-rasa var api/web/built api/web/widget/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
