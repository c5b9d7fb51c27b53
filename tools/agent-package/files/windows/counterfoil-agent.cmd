@echo off
rem The agent's command line: of the version the launcher runs, with the service's config. Run as administrator.
setlocal
if not defined COUNTERFOIL_AGENT_STATE set "COUNTERFOIL_AGENT_STATE=%ProgramData%\Counterfoil Agent"
if not defined COUNTERFOIL_AGENT_CONFIG set "COUNTERFOIL_AGENT_CONFIG=%COUNTERFOIL_AGENT_STATE%\agent.yaml"
set "FOLDER="
for /f "usebackq delims=" %%F in (`""%~dp0launcher\node.exe" "%~dp0launcher\launcher.mjs" which"`) do set "FOLDER=%%F"
if not defined FOLDER (
  echo counterfoil-agent: no version is installed; run install.ps1 again. 1>&2
  exit /b 1
)
"%FOLDER%\node.exe" "%FOLDER%\agent.mjs" %*
exit /b %ERRORLEVEL%
