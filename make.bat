@echo off
rem The commands of the Makefile, for Windows: make html, make pdf, make serve, make test.
setlocal
cd /d "%~dp0"
set "PY=.venv\Scripts\python.exe"
set "PIP=%PY% -m pip install --quiet --disable-pip-version-check"

if "%~1"=="" goto html
if /i "%~1"=="html" goto html
if /i "%~1"=="pdf" goto pdf
if /i "%~1"=="serve" goto serve
if /i "%~1"=="test" goto test
echo ERROR unknown command (got %~1, want html, pdf, serve or test) 1>&2
exit /b 2

:html
call :install build || exit /b
"%PY%" -m allocdoc build html || exit /b
echo.
echo Open      %CD%\build\html\index.html
echo or run    make serve    and open    http://127.0.0.1:8000/
exit /b 0

:pdf
call :install build || exit /b
"%PY%" -m allocdoc build pdf epub
exit /b

:serve
call :install build || exit /b
"%PY%" -m allocdoc serve
exit /b

:test
call :install test || exit /b
"%PY%" -m ruff check || exit /b
"%PY%" -m ruff format --check || exit /b
"%PY%" -m mypy || exit /b
if not exist build mkdir build
set "COVERAGE_FILE=%CD%\build\coverage"
"%PY%" -m pytest -n auto --dist worksteal --cov --cov-report=term
exit /b

rem Make the virtual environment and install the packages of requirements\%1.txt, unless the
rem copy of that file that the last install left says that nothing has changed.
:install
call :environment || exit /b
fc /b requirements\%1.txt .venv\installed-%1.txt >nul 2>nul && fc /b pyproject.toml .venv\installed-%1.toml >nul 2>nul && exit /b 0
echo Installing the packages of requirements\%1.txt into .venv
%PIP% --require-hashes -r requirements\%1.txt || exit /b
%PIP% --no-deps --no-build-isolation --editable . || exit /b
copy /y requirements\%1.txt .venv\installed-%1.txt >nul
copy /y pyproject.toml .venv\installed-%1.toml >nul
exit /b 0

:environment
if exist "%PY%" exit /b 0
for %%v in (3.13 3.12 3.11) do (
    py -%%v --version >nul 2>nul && (
        echo Making .venv with Python %%v
        py -%%v -m venv .venv
        exit /b
    )
)
echo ERROR no Python 3.11, 3.12 or 3.13 found (install one from python.org) 1>&2
exit /b 2
