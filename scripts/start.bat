@echo off
rem Opens the desk by double-click: finds Python 3.11 or newer and hands over to preview.py.
rem
rem No working folder is set and no drive mapped (pushd): cmd cannot stand on a share, and a window that is closed would
rem leave its drive letter behind. Paths stay in quotes and go through no CALL, which would read percent signs and carets
rem once more. py.exe and python.exe have their ending because a py.bat would not come back. What is said lies in files, so
rem that this one is ASCII; only the lines at its end, for a copy without those files, are read in code page 65001.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
cls
title Lanmu
set "PYTHONUTF8=1"
set "TEXTS=%~dp0lanmu\setup\messages"
set "NEW_ENOUGH=import sys; sys.exit(sys.version_info < (3, 11))"
if not exist "%~dp0preview.py" goto alone

set "PYTHON=py.exe -3"
%PYTHON% -c "%NEW_ENOUGH%" >nul 2>nul
if "%ERRORLEVEL%"=="0" goto found
set "PYTHON=python.exe"
%PYTHON% -c "%NEW_ENOUGH%" >nul 2>nul
if "%ERRORLEVEL%"=="0" goto found
type "%TEXTS%\no_python_windows.txt"
pause >nul
exit /b 2

:found
type "%TEXTS%\opening.txt"
%PYTHON% "%~dp0preview.py" --open %*
set "CODE=%ERRORLEVEL%"
rem 130: ended by Ctrl-C (diagnostics/errors.py).
if "%CODE%"=="0" exit /b 0
if "%CODE%"=="130" exit /b 130
type "%TEXTS%\ended.txt"
pause >nul
exit /b %CODE%

:alone
echo.
echo start.bat must stay in the folder scripts of the project. Unpack the whole zip file first.
echo.
echo start.bat 旁边没有项目的文件，打不开。
echo   从压缩包里直接双击的：先把压缩包全部解压出来，再双击解压出来的 scripts\start.bat。
echo   把它拷到桌面上的：放回 scripts 文件夹；桌面上要放的话，在它上面点右键，发送到“桌面快捷方式”。
echo 看完按回车键，窗口就关。
pause >nul
exit /b 2
